using System.Text.RegularExpressions;

namespace Ringpost.ArchitectureTests;

/// <summary>What a migration makes, read roughly: enough for the plain statements that migrations are written in.</summary>
internal sealed partial record SchemaScript(IReadOnlyList<string> Columns, IReadOnlyList<string> Indexes, IReadOnlyList<string> Types)
{
    private static readonly string[] TableRules = ["primary", "unique", "foreign", "check", "constraint"];

    public static SchemaScript Read(string sql)
    {
        var (columns, indexes, types) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var raw in Comment().Replace(sql, "").Split(';'))
        {
            var statement = Blank().Replace(raw, " ").Trim().ToLowerInvariant();
            if (CreateTable().Match(statement) is { Success: true } table)
            {
                var body = statement[table.Length..];
                foreach (var part in TopLevelParts(body))
                    Column(table.Groups[1].Value, part);
            }
            else if (AddColumn().Match(statement) is { Success: true } added)
            {
                Column(added.Groups[1].Value, statement[added.Length..]);
            }
            else if (CreateIndex().Match(statement) is { Success: true } index)
            {
                indexes.Add($"{index.Groups[1].Value}index {index.Groups[2].Value} on {index.Groups[3].Value}");
            }
            else if (DropOrRename().IsMatch(statement))
            {
                columns.Add(statement);
            }
        }

        return new SchemaScript(columns, indexes, types);

        void Column(string table, string part)
        {
            var words = part.Trim().Split([' ', '('], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                return;
            if (TableRules.Contains(words[0]))
            {
                columns.Add($"{table}: {part.Trim()}");
                return;
            }

            types.Add(words[1]);
            var isKey = part.Contains("primary key", StringComparison.Ordinal);
            // A primary key is not null without saying so.
            var isNeeded = isKey || part.Contains("not null", StringComparison.Ordinal);
            columns.Add(
                $"{table}.{words[0]} {(words[1] is "integer" or "bigint" ? "number" : words[1])}{(isKey ? " key" : "")}{(isNeeded ? " needed" : "")}"
            );
        }
    }

    /// <summary>The parts between commas that stand in no inner brackets.</summary>
    private static IEnumerable<string> TopLevelParts(string body)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < body.Length; i++)
        {
            switch (body[i])
            {
                case '(':
                    depth++;
                    break;
                case ')' when depth == 0:
                    yield return body[start..i];
                    yield break;
                case ')':
                    depth--;
                    break;
                case ',' when depth == 0:
                    yield return body[start..i];
                    start = i + 1;
                    break;
                default:
                    break;
            }
        }
    }

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"^create table (?:if not exists )?(\w+) ?\(")]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^alter table (\w+) add (?:column )?")]
    private static partial Regex AddColumn();

    [GeneratedRegex(@"^create (unique )?index (?:if not exists )?(\w+) on (\w+)")]
    private static partial Regex CreateIndex();

    [GeneratedRegex(@"^(?:drop |alter table \w+ (?:drop|rename) )")]
    private static partial Regex DropOrRename();
}

using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace Ringpost.Storage.Writing;

/// <summary>
/// Parameters by number, as the server takes them. Left named, the driver reads a statement anew at each run and writes it out with numbers: a sixth
/// of all that a call's webhook allocated. Here a text is read once.
/// </summary>
internal static class PostgresParameters
{
    /// <summary>By the text itself and not by what it says: one that is made anew each time is read each time, and forgotten with it.</summary>
    private static readonly ConditionalWeakTable<string, Numbered> Known = [];

    /// <summary>Leaves as it is what has numbers already, and a statement that names what was not given: the driver says what is wrong with it.</summary>
    public static void Number(NpgsqlBatchCommand statement)
    {
        var given = statement.Parameters;
        if (given.Count == 0)
            return;
        var numbered = Known.GetValue(statement.CommandText, Read);
        if (numbered.Names.Count == 0)
            return;
        var ordered = new NpgsqlParameter[numbered.Names.Count];
        for (var i = 0; i < ordered.Length; i++)
        {
            if (given.IndexOf(numbered.Names[i]) is not (>= 0 and var at))
                return;
            ordered[i] = given[at];
        }

        given.Clear();
        foreach (var parameter in ordered)
        {
            parameter.ParameterName = "";
            given.Add(parameter);
        }

        statement.CommandText = numbered.Sql;
    }

    /// <summary>A name begins with @ outside of quotes; one that comes again has the same number.</summary>
    internal static Numbered Read(string sql)
    {
        var (text, names) = (new StringBuilder(sql.Length), new List<string>());
        for (var i = 0; i < sql.Length; )
        {
            var end = i + 1;
            if (sql[i] is '\'' or '"')
                end = sql.IndexOf(sql[i], end) is >= 0 and var close ? close + 1 : sql.Length;
            else if (sql[i] == '@')
                while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_'))
                    end++;
            if (sql[i] == '@' && end > i + 1)
            {
                var name = sql[(i + 1)..end];
                if (!names.Contains(name))
                    names.Add(name);
                text.Append('$').Append(names.IndexOf(name) + 1);
            }
            else
            {
                text.Append(sql, i, end - i);
            }

            i = end;
        }

        return new Numbered(text.ToString(), names);
    }

    internal sealed record Numbered(string Sql, IReadOnlyList<string> Names);
}

using System.Data.Common;
using Dapper;
using Npgsql;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Erasure;

/// <summary>Names of tables and columns are the modules' own, never a user's.</summary>
internal static class RewriteTextsSql
{
    public sealed record Row(object[] Key, string?[] Texts);

    /// <param name="Last">The key that the next page begins after; null at the end.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, object[]? Last);

    /// <summary>A page of keys, with the texts of those rows only that have the hint in one of them.</summary>
    public static async Task<Page> PageAsync(DbConnection connection, ErasableTexts texts, string hint, object[]? after, int size)
    {
        var found = connection is NpgsqlConnection ? "strpos" : "instr";
        var keys = string.Join(", ", texts.Key);
        var parameters = new DynamicParameters(new { hint, size });
        var where = "";
        if (after is not null)
        {
            where = $"WHERE ({keys}) > ({string.Join(", ", after.Select((_, i) => $"@k{i}"))}) ";
            for (var i = 0; i < after.Length; i++)
                parameters.Add($"k{i}", after[i]);
        }

        var columns = texts.Columns.Select(c => $"CASE WHEN {found}({c}, @hint) > 0 THEN {c} END");
        await using var reader = (DbDataReader)
            await connection.ExecuteReaderAsync(
                $"SELECT {keys}, {string.Join(", ", columns)} FROM {texts.Table} {where}ORDER BY {keys} LIMIT @size",
                parameters
            );
        var (rows, read, last) = (new List<Row>(), 0, (object[]?)null);
        while (await reader.ReadAsync())
        {
            read++;
            last = [.. texts.Key.Select((_, i) => reader.GetValue(i))];
            string?[] values = [.. texts.Columns.Select((_, i) => reader.GetValue(texts.Key.Count + i) as string)];
            if (values.Any(v => v is not null))
                rows.Add(new Row(last, values));
        }

        return new Page(rows, read == size ? last : null);
    }

    /// <summary>Reads each row again, as it is now, and writes what differs.</summary>
    public static async Task<long> RewriteAsync(
        WriteUnit unit,
        ErasableTexts texts,
        IReadOnlyList<object[]> keys,
        Func<string, string> apply
    )
    {
        var changed = 0L;
        var where = string.Join(" AND ", texts.Key.Select((k, i) => $"{k} = @k{i}"));
        foreach (var key in keys)
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < key.Length; i++)
                parameters.Add($"k{i}", key[i]);
            var sets = new List<string>();
            await using (
                var reader = (DbDataReader)
                    await unit.Connection.ExecuteReaderAsync(
                        $"SELECT {string.Join(", ", texts.Columns)} FROM {texts.Table} WHERE {where}{unit.Pick("", " FOR UPDATE")}",
                        parameters
                    )
            )
            {
                if (!await reader.ReadAsync())
                    continue;
                for (var i = 0; i < texts.Columns.Length; i++)
                    if (reader.GetValue(i) is string text && apply(text) is var rewritten && rewritten != text)
                    {
                        sets.Add($"{texts.Columns[i]} = @c{i}");
                        parameters.Add($"c{i}", rewritten);
                    }
            }

            if (sets.Count > 0)
                changed += await unit.Connection.ExecuteAsync(
                    $"UPDATE {texts.Table} SET {string.Join(", ", sets)} WHERE {where}",
                    parameters
                );
        }

        return changed;
    }
}

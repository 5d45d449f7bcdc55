using Dapper;
using Ringpost.Storage;

namespace Ringpost.Testing;

/// <summary>Every column of every table, as the database itself lists them: what a test must not find anywhere.</summary>
public static class StoredTexts
{
    public sealed record Column(string Table, string Name, string Type, bool Required);

    public static Task<IReadOnlyList<Column>> ColumnsAsync(Database database) =>
        database.ReadAsync<IReadOnlyList<Column>>(async c =>
        {
            var rows = await c.QueryAsync<(string Table, string Name, string Type, long Required)>(
                database.Pick(
                    "SELECT m.name, i.name, lower(i.type), i.\"notnull\" FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
                    "SELECT table_name::text, column_name::text, data_type::text, CASE is_nullable WHEN 'NO' THEN 1::bigint ELSE 0::bigint END FROM information_schema.columns "
                        + "WHERE table_schema = 'public'"
                )
            );
            return [.. rows.Select(r => new Column(r.Table, r.Name, r.Type, r.Required == 1))];
        });

    /// <summary>Where the text stands, as <c>table.column: value</c>; numbers and blobs are looked through as texts too.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Database database, string part)
    {
        var found = new List<string>();
        foreach (var (table, name, _, _) in await ColumnsAsync(database))
            found.AddRange(
                (
                    await database.ReadAsync(c =>
                        c.QueryAsync<string>(
                            $"SELECT CAST(\"{name}\" AS text) FROM \"{table}\" WHERE CAST(\"{name}\" AS text) LIKE @part",
                            new { part = $"%{part}%" }
                        )
                    )
                ).Select(value => $"{table}.{name}: {value}")
            );
        return found;
    }
}

using System.Data.Common;
using Dapper;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Import;

/// <summary>Reads and writes rows of configuration by table and column. The names come from <see cref="ImportBook"/> and the readers, never from a file.</summary>
internal static class ImportSql
{
    private static readonly string[] Numbered =
    [
        "advertisers",
        "offer_events",
        "affiliates",
        "offers",
        "offer_contracts",
        "creatives",
        "offer_campaigns",
    ];

    public static async Task<IReadOnlyList<IDictionary<string, object?>>> LoadAsync(DbConnection connection, string table) =>
        [.. (await connection.QueryAsync($"SELECT * FROM {table}")).Cast<IDictionary<string, object?>>()];

    /// <summary>Narrows to a list <c>@ids</c> of any length; SQLite's own lists make a new statement for each length.</summary>
    public static string Among(Dialect dialect) => dialect == Dialect.Sqlite ? "IN (SELECT value FROM json_each(@ids))" : "= ANY(@ids)";

    public static object Ids(Dialect dialect, IEnumerable<long> ids) =>
        dialect == Dialect.Sqlite ? $"[{string.Join(',', ids)}]" : ids.ToArray();

    public static Task InsertAsync(WriteUnit unit, string table, IReadOnlyDictionary<string, object?> values) =>
        unit.Connection.ExecuteAsync(
            $"INSERT INTO {table} ({string.Join(", ", values.Keys)}) {unit.Pick("", "OVERRIDING SYSTEM VALUE")} VALUES ({string.Join(", ", values.Keys.Select(k => "@" + k))})",
            new DynamicParameters(values)
        );

    public static Task UpdateAsync(
        WriteUnit unit,
        string table,
        IReadOnlyDictionary<string, object?> key,
        IReadOnlyDictionary<string, object?> values
    )
    {
        var parameters = new DynamicParameters(values);
        foreach (var (name, value) in key)
            parameters.Add("key_" + name, value);
        return unit.Connection.ExecuteAsync(
            $"UPDATE {table} SET {string.Join(", ", values.Keys.Select(k => $"{k} = @{k}"))} "
                + $"WHERE {string.Join(" AND ", key.Select(k => k.Value is null ? $"{k.Key} IS NULL" : $"{k.Key} = @key_{k.Key}"))}",
            parameters
        );
    }

    /// <summary>New ids continue above those that were brought. SQLite keeps to that by itself.</summary>
    public static async Task ContinueIdsAsync(WriteUnit unit)
    {
        if (unit.Dialect == Dialect.Sqlite)
            return;
        foreach (var table in Numbered)
            await unit.Connection.ExecuteAsync(
                $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), GREATEST(max(id), nextval(pg_get_serial_sequence('{table}', 'id')))) FROM {table}"
            );
    }
}

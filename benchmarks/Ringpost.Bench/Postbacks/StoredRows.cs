using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Bench.Postbacks;

/// <summary>Many conversions of the past, as the database would hold them after months; and what of the schema a postback touches.</summary>
internal static class StoredRows
{
    private const int AtOnce = 250_000;

    private static readonly string[] Touched = ["conversions", "pixel_log"];

    /// <summary>
    /// A PostgreSQL that has run for a while uses the files of its log again; a fresh one makes each anew while commits wait. After a
    /// checkpoint it has those of the warm-up. SQLite has nothing of the kind.
    /// </summary>
    public static async Task<string> SettleAsync(Database database)
    {
        if (database.Dialect == Dialect.Postgres)
            await database.ReadAsync(c => c.ExecuteAsync("CHECKPOINT;"));
        return "settled";
    }

    /// <summary>
    /// Copies the newest conversion <paramref name="count"/> times with random keys, spread over the last 300 days. The indexes are dropped and
    /// built again: with them 10 million rows would take an hour.
    /// </summary>
    public static async Task<string> FillAsync(Database database, int count)
    {
        var began = Stopwatch.GetTimestamp();
        var indexes = await IndexesAsync(database, "conversions", secondaryOnly: true);
        foreach (var index in indexes)
            await database.WriteAsync(WriteKeys.None, u => u.Connection.ExecuteAsync($"DROP INDEX {index.Name}"));
        var columns = await database.ReadAsync(ColumnsAsync(database));
        var last = await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT max(id) FROM conversions"));
        var step = 300L * 24 * 3_600_000 / count;
        for (var done = 0; done < count; done += AtOnce)
        {
            var from = done + 1;
            var to = Math.Min(count, done + AtOnce);
            await database.WriteAsync(
                WriteKeys.None,
                u =>
                    u.Connection.ExecuteAsync(
                        $"INSERT INTO conversions ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns.Select(name => Value(u, name, step, count)))} FROM conversions c, "
                            + u.Pick(
                                "(WITH RECURSIVE n(i) AS (SELECT @from UNION ALL SELECT i + 1 FROM n WHERE i < @to) SELECT i FROM n) g",
                                "generate_series(@from, @to) AS g(i)"
                            )
                            + " WHERE c.id = @last",
                        new
                        {
                            from,
                            to,
                            last,
                        },
                        commandTimeout: 600
                    )
            );
        }

        foreach (var index in indexes)
            await database.WriteAsync(WriteKeys.None, u => u.Connection.ExecuteAsync(index.Sql, commandTimeout: 900));
        await database.WriteAsync(
            WriteKeys.None,
            u =>
                u.Connection.ExecuteAsync(
                    u.Pick(
                        "UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM conversions) WHERE name = 'conversions'",
                        "SELECT setval(pg_get_serial_sequence('conversions', 'id'), (SELECT max(id) + 1000 FROM conversions))"
                    )
                )
        );
        return string.Create(CultureInfo.InvariantCulture, $"{count} rows in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
    }

    private static string Value(WriteUnit unit, string column, long step, int count) =>
        column switch
        {
            "id" => "c.id + 10000 + g.i",
            "at" or "arrived_at" => string.Create(CultureInfo.InvariantCulture, $"c.{column} - ({count} - g.i) * {step}"),
            "transaction_id" => unit.Pick("lower(hex(randomblob(12)))", "md5(random()::text)"),
            "transaction_hash" or "url_hash" => unit.Pick("random()", "((random() - 0.5) * 18446744073709551615)::bigint"),
            _ => "c." + column,
        };

    private static Func<DbConnection, Task<string[]>> ColumnsAsync(Database database) =>
        async connection =>
            [
                .. await connection.QueryAsync<string>(
                    database.Pick(
                        "SELECT name FROM pragma_table_info('conversions')",
                        "SELECT column_name FROM information_schema.columns WHERE table_name = 'conversions' AND table_schema = current_schema()"
                    )
                ),
            ];

    private static async Task<IReadOnlyList<(string Name, string Sql)>> IndexesAsync(Database database, string table, bool secondaryOnly) =>
        (
            await database.ReadAsync(c =>
                c.QueryAsync<(string Name, string Sql)>(
                    database.Pick(
                        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = @table AND sql IS NOT NULL",
                        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = @table AND schemaname = current_schema()"
                    ),
                    new { table }
                )
            )
        )
            .Where(i => !secondaryOnly || !i.Name.EndsWith("_pkey", StringComparison.Ordinal))
            .ToArray();

    /// <summary>The rows that a stored postback adds, with their tables' indexes.</summary>
    public static async Task<string> DescribeAsync(Database database)
    {
        var parts = new List<string>();
        foreach (var table in Touched)
        {
            var indexes = await IndexesAsync(database, table, secondaryOnly: true);
            var full = indexes.Where(i => !i.Sql.Contains(" WHERE ", StringComparison.OrdinalIgnoreCase)).Select(i => i.Name);
            var partial = indexes.Where(i => i.Sql.Contains(" WHERE ", StringComparison.OrdinalIgnoreCase)).Select(i => i.Name);
            parts.Add($"`{table}`: 1 row by its id; every row is in {Names(full)}; some rows only in {Names(partial)}");
        }

        return string.Join(". ", parts) + ".";
    }

    private static string Names(IEnumerable<string> names) =>
        names.Any() ? string.Join(", ", names.Select(n => $"`{n}`")) : "no other index";
}

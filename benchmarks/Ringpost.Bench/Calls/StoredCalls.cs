using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Bench.Calls;

/// <summary>Many calls of the past with their legs; whole, also with events, deliveries and attempts, as the database would hold them after months.</summary>
internal static class StoredCalls
{
    private const int AtOnce = 100_000;

    /// <summary>How many of the tables are those that a webhook reads; the others are only added to.</summary>
    private const int OfCalls = 2;

    private static readonly (string Table, string Call)[] Tables =
    [
        ("calls", "id"),
        ("call_legs", "call_id"),
        ("call_events", "call_id"),
        ("deliveries", "source_id"),
        ("delivery_attempts", "(SELECT d.source_id FROM deliveries d WHERE d.id = delivery_id)"),
    ];

    /// <summary>
    /// Copies the newest call <paramref name="count"/> times, of callers and carrier ids by chance, spread over the last 300 days. The indexes are
    /// dropped and built again: with them it would take hours.
    /// </summary>
    public static async Task<string> FillAsync(Database database, int count, bool whole)
    {
        var began = Stopwatch.GetTimestamp();
        var tables = whole ? Tables : Tables[..OfCalls];
        var model = await database.ReadAsync(c =>
            c.ExecuteScalarAsync<string>("SELECT id FROM calls WHERE live = 0 ORDER BY arrived_at DESC, id DESC LIMIT 1")
        );
        var indexes = new List<string>();
        foreach (var (table, _) in tables)
        foreach (var (name, sql) in await database.ReadAsync(IndexesAsync(database, table)))
        {
            indexes.Add(sql);
            await RunAsync(database, $"DROP INDEX {name}");
        }

        var rows = 0L;
        foreach (var (table, call) in tables)
        {
            var columns = await database.ReadAsync(ColumnsAsync(database, table));
            var values = columns.Select(name => $"{Value(database, table, name, count)} AS {name}");
            // PostgreSQL plans by what it knows of the table, which holds nothing of the copies yet.
            var sql =
                $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM (SELECT * FROM {table} WHERE {call} = @model) c, "
                + database.Pick(
                    "(WITH RECURSIVE n(i) AS (SELECT @from UNION ALL SELECT i + 1 FROM n WHERE i < @to) SELECT i FROM n) g",
                    "generate_series(@from, @to) AS g(i)"
                );
            for (var from = 1; from <= count; from += AtOnce)
            {
                var parameters = new
                {
                    model,
                    from = (long)from,
                    to = (long)Math.Min(count, from + AtOnce - 1),
                };
                rows += await RunAsync(database, sql, parameters);
            }
        }

        foreach (var index in indexes)
            await RunAsync(database, index);
        if (database.Dialect == Dialect.Postgres)
            foreach (var (table, _) in tables)
                await RunAsync(database, $"ANALYZE {table}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count:#,0} {(whole ? "whole calls" : "calls with their legs")}, {rows:#,0} rows, stored within {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"
        );
    }

    /// <summary>Others that waited too long behind the last step have this one refused: nothing was stored, it is done again.</summary>
    private static async Task<int> RunAsync(Database database, string sql, object? parameters = null)
    {
        while (true)
            try
            {
                return await database.WriteAsync(WriteKeys.None, u => u.Connection.ExecuteAsync(sql, parameters, commandTimeout: 900));
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
    }

    /// <summary>Copies sort before all that is written from now on: theirs are ids of 1970.</summary>
    private static string Value(Database database, string table, string column, int count)
    {
        var call = database.Pick("printf('00%030x', g.i)", "'00' || lpad(to_hex(g.i), 30, '0')");
        // A call's deliveries are told apart by the end of their own id.
        string Delivery(string id) =>
            database.Pick("printf('00%022x', g.i)", "'00' || lpad(to_hex(g.i), 22, '0')") + $" || substr({id}, 25)";
        return (table, column) switch
        {
            ("calls", "id") => call,
            ("deliveries", "id") => Delivery("c.id"),
            (_, "delivery_id") => Delivery("c.delivery_id"),
            (_, "call_id" or "source_id" or "transaction_id") => call,
            (_, "idempotency_key" or "url") => $"replace(c.{column}, @model, {call})",
            (_, "carrier_call_id") => database.Pick("'CA' || lower(hex(randomblob(16)))", "'CA' || md5(random()::text)"),
            (_, "caller") => database.Pick(
                "printf('+1212%07d', abs(random()) % 10000000)",
                "'+1212' || lpad(floor(random() * 10000000)::int::text, 7, '0')"
            ),
            (_, "arrived_at" or "dialed_at" or "answered_at" or "ended_at" or "connected_at" or "at" or "created_at" or "finished_at") =>
                string.Create(CultureInfo.InvariantCulture, $"c.{column} - ({count} - g.i) * {300L * 24 * 3_600_000 / count}"),
            _ => "c." + column,
        };
    }

    private static Func<DbConnection, Task<string[]>> ColumnsAsync(Database database, string table) =>
        async connection =>
            [
                .. await connection.QueryAsync<string>(
                    database.Pick(
                        "SELECT name FROM pragma_table_info(@table)",
                        "SELECT column_name FROM information_schema.columns WHERE table_name = @table AND table_schema = current_schema()"
                    ),
                    new { table }
                ),
            ];

    /// <summary>But those that the tables' own keys are.</summary>
    private static Func<DbConnection, Task<(string Name, string Sql)[]>> IndexesAsync(Database database, string table) =>
        async connection =>
            [
                .. await connection.QueryAsync<(string, string)>(
                    database.Pick(
                        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = @table AND sql IS NOT NULL",
                        "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = @table AND schemaname = current_schema() "
                            + "AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conname = i.indexname)"
                    ),
                    new { table }
                ),
            ];
}

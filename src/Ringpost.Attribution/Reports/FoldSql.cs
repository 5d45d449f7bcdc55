using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Reports;

internal static class FoldSql
{
    public static async Task<IReadOnlyList<StoredDelta>> ListAsync(DbConnection connection, int most) =>
        (
            await connection.QueryAsync<StoredDelta>(
                "SELECT id AS Id, cells AS Cells FROM report_deltas ORDER BY id LIMIT @most",
                new { most }
            )
        ).AsList();

    public static async Task<bool> AnyAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long?>("SELECT id FROM report_deltas LIMIT 1") is not null;

    /// <summary>True where all of them were there and are gone now; else nothing was touched, since another fold has them.</summary>
    public static Task<bool> TakeAsync(WriteUnit unit, long[] ids) =>
        unit.Dialect == Dialect.Sqlite ? TakeSqliteAsync(unit, ids) : TakePostgresAsync(unit, ids);

    /// <summary>One writer gives the ids: those between the first and the last that were read are the ones that were read, or fewer.</summary>
    private static async Task<bool> TakeSqliteAsync(WriteUnit unit, long[] ids)
    {
        var range = new { first = ids[0], last = ids[^1] };
        var there = await unit.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM report_deltas WHERE id BETWEEN @first AND @last",
            range
        );
        if (there != ids.Length)
            return false;
        await unit.Connection.ExecuteAsync("DELETE FROM report_deltas WHERE id BETWEEN @first AND @last", range);
        return true;
    }

    private static async Task<bool> TakePostgresAsync(WriteUnit unit, long[] ids)
    {
        var there = await unit.Connection.QueryAsync<long>(
            "SELECT id FROM report_deltas WHERE id = ANY (@ids) FOR UPDATE SKIP LOCKED",
            new { ids }
        );
        if (there.Count() != ids.Length)
            return false;
        await unit.Connection.ExecuteAsync("DELETE FROM report_deltas WHERE id = ANY (@ids)", new { ids });
        return true;
    }

    public static Task<long> InsertAsync(WriteUnit unit, string cells) =>
        unit.Connection.ExecuteScalarAsync<long>("INSERT INTO report_deltas (cells) VALUES (@cells) RETURNING id", new { cells });

    /// <summary>Adds the sums to a rollup, in the order of its key, so that two folds on PostgreSQL wait for each other in one order.</summary>
    public static async Task AddAsync(
        WriteUnit unit,
        Rollup rollup,
        IEnumerable<KeyValuePair<(long Quarter, ReportCell Cell), ReportSum>> sums
    )
    {
        var rows = new Dictionary<(long Span, ReportCell Cell), ReportSum>();
        foreach (var ((quarter, cell), sum) in sums)
        {
            var key = rollup.KeyOf(quarter, cell);
            if (!rows.TryGetValue(key, out var row))
                rows[key] = row = new ReportSum();
            row.Add(sum);
        }

        var sorted = rows.Where(r => !r.Value.IsZero)
            .OrderBy(r => r.Key.Span)
            .ThenBy(r => r.Key.Cell.Offer.Value)
            .ThenBy(r => r.Key.Cell.Campaign.Value)
            .ThenBy(r => r.Key.Cell.Event.Value)
            .ThenBy(r => r.Key.Cell.Creative.Value)
            .ThenBy(r => r.Key.Cell.Advertiser.Value)
            .ThenBy(r => r.Key.Cell.Currency.Packed)
            .Select(r =>
                (Keys: rollup.ToKeys(r.Key.Span, r.Key.Cell), Currency: $"{r.Key.Cell.Currency}", Numbers: Rollup.ToNumbers(r.Value))
            )
            .ToArray();
        if (sorted.Length == 0)
            return;
        if (unit.Connection is SqliteConnection sqlite)
            AddSqlite(sqlite, rollup, sorted);
        else
            await AddPostgresAsync((NpgsqlConnection)unit.Connection, rollup, sorted);
    }

    private static void AddSqlite(SqliteConnection connection, Rollup rollup, (long[] Keys, string Currency, long[] Numbers)[] rows)
    {
        var places = string.Join(',', Enumerable.Repeat('?', rollup.Keys.Count + Rollup.Numbers.Count));
        var statement = RawStatement.Of(connection, rollup.Upsert($"VALUES ({places})"));
        foreach (var (keys, currency, numbers) in rows)
        {
            var place = 1;
            foreach (var key in keys)
                statement.Bind(place++, key);
            statement.Bind(place++, currency);
            foreach (var number in numbers)
                statement.Bind(place++, number);
            statement.Run();
        }
    }

    private static async Task AddPostgresAsync(
        NpgsqlConnection connection,
        Rollup rollup,
        (long[] Keys, string Currency, long[] Numbers)[] rows
    )
    {
        var keys = rows[0].Keys.Length;
        var columns = Enumerable.Range(1, keys + 1 + Rollup.Numbers.Count).Select(n => n == keys + 1 ? $"${n}::text[]" : $"${n}::bigint[]");
        await using var command = new NpgsqlCommand(rollup.Upsert($"SELECT * FROM unnest({string.Join(", ", columns)})"), connection);
        for (var i = 0; i < keys; i++)
            command.Parameters.Add(Column([.. rows.Select(r => r.Keys[i])]));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(r => r.Currency)] });
        for (var i = 0; i < Rollup.Numbers.Count; i++)
            command.Parameters.Add(Column([.. rows.Select(r => r.Numbers[i])]));
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<long[]> Column(long[] values) => new() { TypedValue = values };
}

internal sealed record StoredDelta(long Id, string Cells);

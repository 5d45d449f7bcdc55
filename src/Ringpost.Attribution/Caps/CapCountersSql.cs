using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>
/// The counters of caps inside a transaction. On PostgreSQL they are locked in sorted order, new ones made first, so that two writers never
/// hold what the other waits for; SQLite has one writer.
/// </summary>
internal static class CapCountersSql
{
    private const string Upsert =
        "INSERT INTO cap_counters (cap_id, period, used, over_count, met_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (cap_id, period) DO UPDATE SET "
        + "used = excluded.used, over_count = excluded.over_count, met_at = excluded.met_at";

    private const string Make =
        "INSERT INTO cap_counters (cap_id, period, used, over_count) SELECT c, p, 0, 0 FROM unnest($1::bigint[], $2::bigint[]) AS k (c, p) "
        + "ORDER BY c, p ON CONFLICT (cap_id, period) DO NOTHING";

    private const string Lock =
        "SELECT cap_id, period, used, over_count, met_at FROM cap_counters WHERE (cap_id, period) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[])) "
        + "ORDER BY cap_id, period FOR UPDATE";

    private const string Save =
        "UPDATE cap_counters c SET used = v.used, over_count = v.over_count, met_at = v.met_at "
        + "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS v (cap_id, period, used, over_count, met_at) "
        + "WHERE c.cap_id = v.cap_id AND c.period = v.period";

    // Counters that this process has seen in the database: making one is a statement that only the first of a period needs.
    private static readonly ConcurrentDictionary<(string Database, CapKey Key), bool> Known = [];

    /// <summary>Locks the counters, each once, and reads them.</summary>
    public static async Task<CapTally> LockAsync(WriteUnit unit, IEnumerable<CapKey> wanted)
    {
        var keys = wanted.Distinct().Order().ToArray();
        if (unit.Dialect == Dialect.Sqlite)
            return new CapTally(keys.Select(k => ReadSqlite((SqliteConnection)unit.Connection, k)).ToArray());

        var connection = (NpgsqlConnection)unit.Connection;
        var made = keys.Where(k => !Known.ContainsKey((connection.Database, k))).ToArray();
        var found = await LockPostgresAsync(connection, keys, made);
        if (found.Count < keys.Length)
            // Known here, and gone there with a transaction that was rolled back or a cap that was removed.
            found = await LockPostgresAsync(connection, keys, keys);
        unit.AfterCommit(() =>
        {
            foreach (var key in made)
                Known[(connection.Database, key)] = true;
        });
        return new CapTally(found);
    }

    public static async Task SaveAsync(WriteUnit unit, CapTally tally)
    {
        var changed = tally.Changed.OrderBy(c => c.Key).ToArray();
        if (changed.Length == 0)
            return;
        if (unit.Connection is SqliteConnection sqlite)
        {
            var statement = RawStatement.Of(sqlite, Upsert);
            foreach (var c in changed)
                statement.Bind(1, c.Key.Cap).Bind(2, c.Key.Period).Bind(3, c.Used).Bind(4, c.Over).Bind(5, c.MetAt?.UnixMilliseconds).Run();
            return;
        }

        await using var command = Command((NpgsqlConnection)unit.Connection, Save, [.. changed.Select(c => c.Key)]);
        Add(command, changed.Select(c => c.Used));
        Add(command, changed.Select(c => c.Over));
        Add(command, changed.Select(c => c.MetAt?.UnixMilliseconds));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Puts a counter where it is not moved by traffic: a cap was made, changed or counted again.</summary>
    public static Task PutAsync(WriteUnit unit, CapKey key, long used, Instant? metAt) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO cap_counters (cap_id, period, used, over_count, met_at) VALUES (@Cap, @Period, @used, 0, @metAt) "
                + "ON CONFLICT (cap_id, period) DO UPDATE SET used = excluded.used, met_at = excluded.met_at",
            new
            {
                key.Cap,
                key.Period,
                used,
                metAt = metAt?.UnixMilliseconds,
            }
        );

    public static async Task<CapCount> ReadAsync(DbConnection connection, CapKey key) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                "SELECT cap_id AS CapId, period AS Period, used AS Used, over_count AS OverCount, met_at AS MetAt FROM cap_counters "
                    + "WHERE cap_id = @Cap AND period = @Period",
                key
            )
        )?.ToCount() ?? new CapCount(key);

    public static Task DeleteAsync(WriteUnit unit, CapId cap) =>
        unit.Connection.ExecuteAsync("DELETE FROM cap_counters WHERE cap_id = @cap", new { cap });

    private static CapCount ReadSqlite(SqliteConnection connection, CapKey key)
    {
        var statement = RawStatement
            .Of(connection, "SELECT used, over_count, met_at FROM cap_counters WHERE cap_id = ? AND period = ?")
            .Bind(1, key.Cap)
            .Bind(2, key.Period);
        var count = statement.Step()
            ? new CapCount(key, statement.Number(0), statement.Number(1), statement.IsNull(2) ? null : new Instant(statement.Number(2)))
            : new CapCount(key);
        statement.Reset();
        return count;
    }

    private static async Task<List<CapCount>> LockPostgresAsync(NpgsqlConnection connection, CapKey[] keys, CapKey[] made)
    {
        if (made.Length > 0)
        {
            await using var make = Command(connection, Make, made);
            await make.ExecuteNonQueryAsync();
        }

        await using var command = Command(connection, Lock, keys);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<CapCount>(keys.Length);
        while (await reader.ReadAsync())
            found.Add(
                new CapCount(
                    new CapKey(reader.GetInt64(0), reader.GetInt64(1)),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    await reader.IsDBNullAsync(4) ? null : new Instant(reader.GetInt64(4))
                )
            );
        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, CapKey[] keys)
    {
        var command = new NpgsqlCommand(sql, connection);
        Add(command, keys.Select(k => k.Cap));
        Add(command, keys.Select(k => k.Period));
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });

    private sealed record Row(long CapId, long Period, long Used, long OverCount, long? MetAt)
    {
        public CapCount ToCount() => new(new CapKey(CapId, Period), Used, OverCount, MetAt is { } at ? new Instant(at) : null);
    }
}

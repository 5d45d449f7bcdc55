using Dapper;
using Microsoft.Data.Sqlite;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// Goes from host to host over those that anything waits for, and takes the oldest of each: neither a million that wait for one host nor those of
/// hosts that have their share cost the others anything. The order is the index's own and no other: a host's rows would all be read to be sorted.
/// Where many are quick each gives at most twice its even share, so that little more is read than is taken.
/// </summary>
internal static class ClaimSql
{
    // A claim that a crash of the server loses is as one that was never made: no result that came after it is kept either. So it need not wait for
    // the disk, and a delivery leaves sooner.
    private const string Unsynced = "(SELECT set_config('synchronous_commit', 'off', true)) unsynced";

    // As the conditions of the indexes have it, and no word more: each makes PostgreSQL's planner expect fewer rows, until it would rather sort all.
    private const string WaitingOnSqlite = "deliveries WHERE state = 'pending'",
        WaitingOnPostgres = "open_deliveries WHERE next_attempt_at IS NOT NULL";

    private static readonly string FirstHost = HostOf(WaitingOnSqlite, "host >= ''"),
        NextOnSqlite = HostOf(WaitingOnSqlite, "host > ?1"),
        DueOnSqlite =
            $"SELECT rowid, next_attempt_at FROM deliveries WHERE host = ?1 AND state = 'pending' AND {IsDue("?2")} ORDER BY next_attempt_at LIMIT ?3",
        TakeOnSqlite =
            $"UPDATE deliveries SET attempts = attempts + 1, claimed_by = ?1, claimed_until = ?2 WHERE rowid = ?3 RETURNING {Columns("deliveries")}, attempts";

    private static readonly string TakeOnPostgres =
        $"WITH RECURSIVE hosts AS (({HostOf(WaitingOnPostgres, "host >= ''")}) UNION ALL SELECT ({HostOf(WaitingOnPostgres, "host > hosts.host")}) FROM hosts WHERE hosts.host IS NOT NULL), "
        + "due AS (SELECT of_host.id FROM hosts CROSS JOIN LATERAL ("
        + $"SELECT id, next_attempt_at FROM open_deliveries WHERE host = hosts.host AND {IsDue("@now")} ORDER BY next_attempt_at "
        + "LIMIT CASE WHEN hosts.host = ANY(@quick) "
        + "THEN LEAST(@PerQuickHost, GREATEST(@PerHost, 2 * @Limit / (SELECT count(host) FROM hosts WHERE host <> ALL(@busy)))) ELSE @PerHost END) of_host "
        + "WHERE hosts.host <> ALL(@busy) ORDER BY of_host.next_attempt_at, of_host.id LIMIT @Limit), "
        // Only what is taken is locked, and looked at again: a lock is a write. Row by row, and so that the index of what is due does not know what is
        // asked: the server, whose statistics are mostly of a time when nothing waited, would go through all of it for each of them.
        + "locked AS (SELECT still_due.id FROM due CROSS JOIN LATERAL ("
        + $"SELECT id FROM open_deliveries WHERE id = due.id AND state = 'pending' AND COALESCE(next_attempt_at, 0) <= @now AND {IsFree("@now")} FOR UPDATE SKIP LOCKED) still_due), "
        + "taken AS (UPDATE open_deliveries o SET attempts = attempts + 1, claimed_by = @node, claimed_until = @until "
        + $"FROM {Unsynced} WHERE o.id = ANY(ARRAY(SELECT id FROM locked)) RETURNING o.id, o.attempts AS number) "
        + $"SELECT {Columns("d")}, taken.number AS Number FROM taken JOIN deliveries d ON d.id = taken.id";

    private static string Columns(string table) =>
        $"{table}.id AS Id, rule_id AS RuleId, event AS Event, idempotency_key AS IdempotencyKey, method AS Method, url AS Url, host AS Host, "
        + "headers AS Headers, body AS Body, content_type AS ContentType, success_rule AS SuccessRule, terms AS Terms";

    /// <summary>
    /// Takes due deliveries, the oldest first, of each host its share. What a dead node held becomes due again when its lease is over.
    /// </summary>
    public static async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(WriteUnit unit, string node, TimeSpan lease, ClaimShares shares) =>
        unit.Connection is SqliteConnection sqlite
            ? Claim(sqlite, unit, node, lease, shares)
            : (
                await unit.Connection.QueryAsync<ClaimedDelivery>(
                    TakeOnPostgres,
                    new
                    {
                        node,
                        now = unit.Now,
                        until = unit.Now + lease,
                        shares.Limit,
                        shares.PerHost,
                        shares.PerQuickHost,
                        quick = shares.Quick.ToArray(),
                        busy = shares.Busy.ToArray(),
                    }
                )
            ).AsList();

    private static List<ClaimedDelivery> Claim(SqliteConnection connection, WriteUnit unit, string node, TimeSpan lease, ClaimShares shares)
    {
        var claimed = new List<ClaimedDelivery>();
        foreach (var row in DueRows(connection, unit.Now.UnixMilliseconds, shares))
        {
            var taken = RawStatement.Of(connection, TakeOnSqlite).Bind(1, node).Bind(2, (unit.Now + lease).UnixMilliseconds).Bind(3, row);
            if (!taken.Step())
                throw new InvalidOperationException("A due delivery was gone within the transaction that saw it.");
            claimed.Add(
                new ClaimedDelivery(
                    new DeliveryId(taken.Text(0)!),
                    taken.Text(1)!,
                    taken.Text(2)!,
                    taken.Text(3)!,
                    taken.Text(4)!,
                    taken.Text(5)!,
                    taken.Text(6)!,
                    taken.Text(7)!,
                    taken.Text(8),
                    taken.Text(9),
                    taken.Text(10)!,
                    taken.Text(11),
                    taken.Number(12)
                )
            );
            taken.Run();
        }

        return claimed;
    }

    private static IEnumerable<long> DueRows(SqliteConnection connection, long now, ClaimShares shares)
    {
        var due = new List<(long At, long Row)>();
        var hosts = WaitingHosts(connection).Where(h => !shares.Busy.Contains(h)).ToList();
        foreach (var host in hosts)
        {
            var rows = RawStatement.Of(connection, DueOnSqlite).Bind(1, host).Bind(2, now).Bind(3, (long)shares.Of(host, hosts.Count));
            while (rows.Step())
                due.Add((rows.Number(1), rows.Number(0)));
            rows.Reset();
        }

        return due.Order().Take(shares.Limit).Select(d => d.Row);
    }

    private static IEnumerable<string> WaitingHosts(SqliteConnection connection)
    {
        for (
            var host = Host(RawStatement.Of(connection, FirstHost));
            host is not null;
            host = Host(RawStatement.Of(connection, NextOnSqlite).Bind(1, host))
        )
            yield return host;
    }

    private static string? Host(RawStatement statement)
    {
        var host = statement.Step() ? statement.Text(0) : null;
        statement.Reset();
        return host;
    }

    private static string HostOf(string waiting, string isNext) => $"SELECT host FROM {waiting} AND {isNext} ORDER BY host LIMIT 1";

    private static string IsDue(string now) => $"next_attempt_at <= {now} AND {IsFree(now)}";

    private static string IsFree(string now) => $"(claimed_until IS NULL OR claimed_until <= {now})";

    /// <summary>Frees what this node holds. What was never sent does not count as an attempt.</summary>
    public static Task GiveBackAsync(WriteUnit unit, string node, IReadOnlyList<DeliveryId> ids, bool wasSent) =>
        unit.Connection.ExecuteAsync(
            $"UPDATE {unit.Pick("deliveries", "open_deliveries")} SET claimed_by = NULL, claimed_until = NULL, attempts = attempts - @unsent "
                + $"WHERE id {unit.Pick("IN @ids", "= ANY(@ids)")} AND claimed_by = @node",
            new
            {
                node,
                ids = ids.Select(i => i.Value).ToArray(),
                unsent = wasSent ? 0 : 1,
            }
        );
}

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

    private static readonly string FirstHost = HostWhere("host >= ''"),
        NextOnSqlite = HostWhere("host > ?1"),
        DueOnSqlite =
            $"SELECT id, next_attempt_at FROM open_deliveries WHERE host = ?1 AND {IsDue("?2")} ORDER BY next_attempt_at LIMIT ?3";

    private const string TakeOnSqlite =
        "UPDATE open_deliveries SET attempts = attempts + 1, claimed_by = ?1, claimed_until = ?2 WHERE id = ?3 RETURNING attempts";

    private static readonly string TakeOnPostgres =
        $"WITH RECURSIVE hosts AS (({FirstHost}) UNION ALL SELECT ({HostWhere("host > hosts.host")}) FROM hosts WHERE hosts.host IS NOT NULL), "
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
        + $"FROM locked CROSS JOIN {Unsynced} WHERE o.id = locked.id RETURNING o.id, o.attempts AS number) "
        + $"SELECT {Columns}, taken.number AS Number FROM taken JOIN deliveries d ON d.id = taken.id";

    private const string OfOneOnSqlite = $"SELECT {Columns} FROM deliveries d WHERE d.id = ?1";

    private const string Columns =
        "d.id AS Id, d.rule_id AS RuleId, d.event AS Event, d.idempotency_key AS IdempotencyKey, d.method AS Method, d.url AS Url, d.host AS Host, "
        + "d.headers AS Headers, d.body AS Body, d.content_type AS ContentType, d.success_rule AS SuccessRule, d.terms AS Terms";

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
        foreach (var id in DueIds(connection, unit.Now.UnixMilliseconds, shares))
        {
            var taken = RawStatement.Of(connection, TakeOnSqlite).Bind(1, node).Bind(2, (unit.Now + lease).UnixMilliseconds).Bind(3, id);
            var row = RawStatement.Of(connection, OfOneOnSqlite).Bind(1, id);
            if (!taken.Step() || !row.Step())
                throw new InvalidOperationException("A due delivery was gone within the transaction that saw it.");
            claimed.Add(
                new ClaimedDelivery(
                    new DeliveryId(row.Text(0)!),
                    row.Text(1)!,
                    row.Text(2)!,
                    row.Text(3)!,
                    row.Text(4)!,
                    row.Text(5)!,
                    row.Text(6)!,
                    row.Text(7)!,
                    row.Text(8),
                    row.Text(9),
                    row.Text(10)!,
                    row.Text(11),
                    taken.Number(0)
                )
            );
            taken.Run();
            row.Reset();
        }

        return claimed;
    }

    private static IEnumerable<string> DueIds(SqliteConnection connection, long now, ClaimShares shares)
    {
        var due = new List<(long At, string Id)>();
        var hosts = WaitingHosts(connection).Where(h => !shares.Busy.Contains(h)).ToList();
        foreach (var host in hosts)
        {
            var rows = RawStatement.Of(connection, DueOnSqlite).Bind(1, host).Bind(2, now).Bind(3, (long)shares.Of(host, hosts.Count));
            while (rows.Step())
                due.Add((rows.Number(1), rows.Text(0)!));
            rows.Reset();
        }

        return due.OrderBy(d => d.At).ThenBy(d => d.Id, StringComparer.Ordinal).Take(shares.Limit).Select(d => d.Id);
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

    private static string HostWhere(string isNext) =>
        $"SELECT host FROM open_deliveries WHERE next_attempt_at IS NOT NULL AND {isNext} ORDER BY host LIMIT 1";

    private static string IsDue(string now) => $"next_attempt_at <= {now} AND {IsFree(now)}";

    private static string IsFree(string now) => $"(claimed_until IS NULL OR claimed_until <= {now})";

    /// <summary>Frees what this node holds. What was never sent does not count as an attempt.</summary>
    public static Task GiveBackAsync(WriteUnit unit, string node, IReadOnlyList<DeliveryId> ids, bool wasSent) =>
        unit.Connection.ExecuteAsync(
            "UPDATE open_deliveries SET claimed_by = NULL, claimed_until = NULL, attempts = attempts - @unsent "
                + $"WHERE id {unit.Pick("IN @ids", "= ANY(@ids)")} AND claimed_by = @node",
            new
            {
                node,
                ids = ids.Select(i => i.Value).ToArray(),
                unsent = wasSent ? 0 : 1,
            }
        );
}

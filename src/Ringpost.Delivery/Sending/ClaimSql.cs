using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Sending;

internal static class ClaimSql
{
    // How far the look goes past a host's own share of the claim.
    private const int Window = 1000;

    // Dapper spells a list out for SQLite and hands PostgreSQL an array.
    private const string DueOnSqlite = DueStart + "host NOT IN @busy " + DueEnd;
    private const string DueOnPostgres = DueStart + "host <> ALL(@busy) " + DueEnd;

    private const string DueStart =
        "SELECT id FROM (SELECT id, next_attempt_at, row_number() OVER (PARTITION BY host ORDER BY next_attempt_at, id) AS place FROM "
        + "(SELECT id, host, next_attempt_at FROM deliveries WHERE state = 'pending' AND next_attempt_at <= @now "
        + "AND (claimed_until IS NULL OR claimed_until <= @now) AND ";

    private const string DueEnd =
        "ORDER BY next_attempt_at, id LIMIT @Window) due) shares WHERE place <= @perHost ORDER BY next_attempt_at, id LIMIT @limit";

    private const string Take = "UPDATE deliveries SET attempts = attempts + 1, claimed_by = @node, claimed_until = @until ";

    private const string Claimed =
        "RETURNING deliveries.id AS Id, rule_id AS RuleId, event AS Event, idempotency_key AS IdempotencyKey, method AS Method, url AS Url, host AS Host, "
        + "headers AS Headers, body AS Body, content_type AS ContentType, success_rule AS SuccessRule, terms AS Terms, attempts AS Number";

    /// <summary>
    /// Takes due deliveries, the oldest first, at most <paramref name="perHost"/> of a host and none of a busy one. What a dead node held
    /// becomes due again when its lease is over.
    /// </summary>
    public static async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        WriteUnit unit,
        string node,
        TimeSpan lease,
        int limit,
        int perHost,
        IReadOnlyList<string> busy
    )
    {
        // PostgreSQL allows no row lock below a window function: what was chosen is locked, and looked at again, one step later.
        var sql = unit.Pick(
            $"{Take} WHERE id IN ({DueOnSqlite}) {Claimed}",
            $"WITH chosen AS ({DueOnPostgres}), locked AS (SELECT d.id FROM deliveries d JOIN chosen USING (id) WHERE d.state = 'pending' "
                + "AND (d.claimed_until IS NULL OR d.claimed_until <= @now) FOR UPDATE OF d SKIP LOCKED) "
                + $"{Take} FROM locked WHERE deliveries.id = locked.id {Claimed}"
        );
        return (
            await unit.Connection.QueryAsync<ClaimedDelivery>(
                sql,
                new
                {
                    node,
                    now = unit.Now,
                    until = unit.Now + lease,
                    limit,
                    perHost,
                    busy = busy.ToArray(),
                    Window,
                }
            )
        ).AsList();
    }

    /// <summary>Frees what this node holds. What was never sent does not count as an attempt.</summary>
    public static Task GiveBackAsync(WriteUnit unit, string node, IReadOnlyList<DeliveryId> ids, bool wasSent) =>
        unit.Connection.ExecuteAsync(
            "UPDATE deliveries SET claimed_by = NULL, claimed_until = NULL, attempts = attempts - @unsent "
                + $"WHERE id {unit.Pick("IN @ids", "= ANY(@ids)")} AND claimed_by = @node AND state = 'pending'",
            new
            {
                node,
                ids = ids.Select(i => i.Value).ToArray(),
                unsent = wasSent ? 0 : 1,
            }
        );
}

using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;

namespace Ringpost.CallTracking.Reports;

internal static class CallReportSql
{
    private const string Sums =
        "count(*) AS Incoming, CAST(SUM(live) AS bigint) AS Live, CAST(SUM(blocked) AS bigint) AS Blocked, CAST(SUM(incomplete) AS bigint) AS IvrHangup, "
        + "CAST(SUM(connected) AS bigint) AS Connected, CAST(SUM(paid) AS bigint) AS Paid, CAST(SUM(converted) AS bigint) AS Converted, "
        + "CAST(SUM(duplicate) AS bigint) AS Duplicate, CAST(SUM(revenue) AS bigint) AS Revenue, CAST(SUM(payout) AS bigint) AS Payout, "
        + "CAST(SUM(seconds) AS bigint) AS Seconds, CAST(SUM(cost) AS bigint) AS Cost, CAST(SUM(cost_elsewhere) AS bigint) AS CostElsewhere, "
        + "CAST(SUM(CASE WHEN pending = 1 THEN revenue ELSE 0 END) AS bigint) AS PendingRevenue, CAST(SUM(CASE WHEN pending = 1 THEN payout ELSE 0 END) AS bigint) AS PendingPayout";

    // Of the ledger only what changed calls of the range: it grows for ever, the range does not.
    private const string Ledger =
        "LEFT JOIN (SELECT e.call_id, SUM(CASE WHEN e.side = 'revenue' THEN e.amount ELSE 0 END) AS revenue, "
        + "SUM(CASE WHEN e.side = 'payout' THEN e.amount ELSE 0 END) AS payout FROM calls o JOIN call_ledger e ON e.call_id = o.id "
        + "WHERE o.arrived_at >= @from AND o.arrived_at < @to GROUP BY e.call_id) l ON l.call_id = c.id";

    private const string Cost = "CASE WHEN c.cost_currency = c.currency THEN COALESCE(c.cost, 0) ELSE 0 END";

    private const string CostElsewhere = "CASE WHEN c.cost IS NOT NULL AND c.cost_currency <> c.currency THEN 1 ELSE 0 END";

    private const string Pending = $"CASE WHEN {CallListSql.Pending} THEN 1 ELSE 0 END AS pending";

    private const string OfCalls =
        "c.currency AS currency, c.live AS live, c.blocked AS blocked, CASE WHEN c.live = 0 AND c.blocked = 0 THEN c.incomplete ELSE 0 END AS incomplete, "
        + "c.connected AS connected, c.paid AS paid, c.converted AS converted, c.duplicate AS duplicate, c.revenue + COALESCE(l.revenue, 0) AS revenue, "
        + $"c.payout + COALESCE(l.payout, 0) AS payout, COALESCE(c.call_seconds, 0) AS seconds, {Cost} AS cost, {CostElsewhere} AS cost_elsewhere, {Pending} "
        + $"FROM calls c {Ledger}";

    // What a call has once stands on one of its legs: payout and cost on the one that talked, changed revenue on the one that earned. Which leg that is, is asked only where there is something to stand on it. CROSS has SQLite begin with the
    // calls of the range: left to itself it reads the legs of all times in the order of their targets.
    private static readonly string OfLegs =
        "c.currency AS currency, CASE WHEN c.live = 1 AND g.ended_at IS NULL THEN 1 ELSE 0 END AS live, 0 AS blocked, 0 AS incomplete, "
        + $"g.connected AS connected, CASE WHEN c.paid = 1 AND {LegOfCall.Talked} THEN 1 ELSE 0 END AS paid, g.converted AS converted, c.duplicate AS duplicate, "
        + $"g.revenue + CASE WHEN l.revenue <> 0 AND {LegOfCall.Earned()} THEN l.revenue ELSE 0 END AS revenue, "
        + $"CASE WHEN c.payout + COALESCE(l.payout, 0) <> 0 AND {LegOfCall.Talked} THEN c.payout + COALESCE(l.payout, 0) ELSE 0 END AS payout, COALESCE(g.dialed_seconds, g.connected_seconds, 0) AS seconds, "
        + $"CASE WHEN c.cost IS NOT NULL AND {LegOfCall.Talked} THEN {Cost} ELSE 0 END AS cost, CASE WHEN c.cost IS NOT NULL AND {LegOfCall.Talked} THEN {CostElsewhere} ELSE 0 END AS cost_elsewhere, {Pending} "
        + $"FROM calls c CROSS JOIN call_legs g {Ledger}";

    public static async Task<IReadOnlyList<CountedGroup>> CountAsync(DbConnection connection, ReportKey key, CallCriteria criteria) =>
        [
            .. (
                await connection.QueryAsync<CountedRow>(
                    $"{criteria.Scope.Sql}SELECT group_key AS GroupKey, currency AS Currency, {Sums} FROM (SELECT {key.Sql} AS group_key, {(key.CountsLegs ? OfLegs : OfCalls)} "
                        + $"WHERE {(key.CountsLegs ? "g.call_id = c.id AND " : "")}{CallListSql.Counted} AND {CallListSql.Where(criteria)}) t GROUP BY group_key, currency",
                    Parameters(criteria, key)
                )
            ).Select(r => r.ToGroup()),
        ];

    /// <summary>The calls that the counted legs belong to.</summary>
    public static Task<long> CountCallsOfLegsAsync(DbConnection connection, CallCriteria criteria) =>
        connection.ExecuteScalarAsync<long>(
            criteria.Scope.Sql
                + "SELECT COUNT(DISTINCT c.id) FROM calls c JOIN call_legs g ON g.call_id = c.id "
                + $"WHERE {CallListSql.Counted} AND {CallListSql.Where(criteria)}",
            criteria.Parameters()
        );

    /// <summary>The calls of each group that were dialed to somebody.</summary>
    public static async Task<Dictionary<(string? Key, string Currency), long>> CountDialedAsync(
        DbConnection connection,
        ReportKey key,
        CallCriteria criteria
    ) =>
        (
            await connection.QueryAsync<(string? Key, string Currency, long Calls)>(
                $"{criteria.Scope.Sql}SELECT {key.Sql}, c.currency, count(*) FROM calls c WHERE {CallListSql.Counted} AND {CallListSql.Where(criteria)} "
                    + $"AND EXISTS (SELECT 1 FROM call_legs g WHERE g.call_id = c.id) GROUP BY {key.Sql}, c.currency",
                Parameters(criteria, key)
            )
        ).ToDictionary(r => (r.Key, r.Currency), r => r.Calls);

    private static DynamicParameters Parameters(CallCriteria criteria, ReportKey key)
    {
        var parameters = criteria.Parameters();
        parameters.Add("tagKey", key.TagKey);
        return parameters;
    }
}

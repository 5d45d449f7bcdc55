using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;

namespace Ringpost.CallTracking.Reports;

/// <summary>A group's key, its currency and its counts.</summary>
internal sealed record CountedGroup(string? Key, string Currency, CallCounts Counts);

internal static class CallReportSql
{
    /// <summary>
    /// Days and hours come as quarters of an hour in UTC, numbered from 1970: every zone's day begins on one, so the zone is applied outside
    /// the database, which need not know it.
    /// </summary>
    public static async Task<IReadOnlyList<CountedGroup>> CountAsync(
        DbConnection connection,
        CallReportGrouping grouping,
        CallCriteria criteria,
        TagGrouping? tag = null
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {tag?.Sql ?? Key(grouping)} AS GroupKey, c.currency AS Currency, count(*) AS Incoming, CAST(SUM(c.live) AS bigint) AS Live, "
                        + "CAST(SUM(c.blocked) AS bigint) AS Blocked, CAST(SUM(CASE WHEN c.live = 0 AND c.blocked = 0 THEN c.incomplete ELSE 0 END) AS bigint) AS IvrHangup, "
                        + "CAST(SUM(c.connected) AS bigint) AS Connected, CAST(SUM(c.paid) AS bigint) AS Paid, CAST(SUM(c.converted) AS bigint) AS Converted, "
                        + "CAST(SUM(c.duplicate) AS bigint) AS Duplicate, "
                        + "CAST(SUM(c.revenue + COALESCE(l.revenue, 0)) AS bigint) AS Revenue, CAST(SUM(c.payout + COALESCE(l.payout, 0)) AS bigint) AS Payout, "
                        + "CAST(COALESCE(SUM(c.call_seconds), 0) AS bigint) AS Seconds FROM calls c LEFT JOIN ("
                        + "SELECT call_id, SUM(CASE WHEN side = 'revenue' THEN amount ELSE 0 END) AS revenue, SUM(CASE WHEN side = 'payout' THEN amount ELSE 0 END) AS payout "
                        + $"FROM call_ledger GROUP BY call_id) l ON l.call_id = c.id WHERE {CallListSql.Counted} AND {CallListSql.Where(criteria)} GROUP BY 1, 2",
                    Parameters(criteria, tag)
                )
            ).Select(r => r.ToGroup()),
        ];

    private static DynamicParameters Parameters(CallCriteria criteria, TagGrouping? tag)
    {
        var parameters = criteria.Parameters();
        parameters.Add("tagKey", tag?.Key);
        return parameters;
    }

    private static string Key(CallReportGrouping grouping) =>
        grouping switch
        {
            CallReportGrouping.CallCampaign => "c.campaign_id",
            CallReportGrouping.Publisher => "c.publisher_id",
            CallReportGrouping.Number => "c.dialed",
            CallReportGrouping.Target => "c.target_id",
            CallReportGrouping.Buyer => "c.buyer_id",
            CallReportGrouping.Day or CallReportGrouping.Hour => "CAST(c.arrived_at / 900000 AS text)",
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
        };

    // Properties, not a constructor: SQLite knows no type of a computed column before it has a row.
    private sealed record Row
    {
        public string? GroupKey { get; init; }
        public string Currency { get; init; } = "";
        public long Incoming { get; init; }
        public long Live { get; init; }
        public long Blocked { get; init; }
        public long IvrHangup { get; init; }
        public long Connected { get; init; }
        public long Paid { get; init; }
        public long Converted { get; init; }
        public long Duplicate { get; init; }
        public long Revenue { get; init; }
        public long Payout { get; init; }
        public long Seconds { get; init; }

        public CountedGroup ToGroup() =>
            new(
                GroupKey,
                Currency,
                new CallCounts(Incoming, Live, Blocked, IvrHangup, Connected, Paid, Converted, Duplicate, Revenue, Payout, Seconds)
            );
    }
}

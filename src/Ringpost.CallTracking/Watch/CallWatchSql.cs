using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Watch;

internal static class CallWatchSql
{
    /// <summary>More say nothing new of a target's last few calls.</summary>
    private const int MostLegs = 20_000;

    public static async Task<IReadOnlyList<WatchedLeg>> LegsAsync(DbConnection connection, Instant since) =>
        [
            .. (
                await connection.QueryAsync<(string TargetId, string Outcome)>(
                    "SELECT g.target_id, g.outcome FROM calls c JOIN call_legs g ON g.call_id = c.id "
                        + $"WHERE c.arrived_at >= @since AND {CallListSql.Counted} AND g.outcome IS NOT NULL "
                        + "ORDER BY g.dialed_at DESC, g.call_id DESC, g.leg DESC LIMIT @most",
                    new { since, most = MostLegs }
                )
            ).Select(r => new WatchedLeg(new TargetId(r.TargetId), Enum.Parse<LegOutcome>(r.Outcome))),
        ];

    public static async Task<IReadOnlyList<WatchedCampaign>> CampaignsAsync(DbConnection connection, Instant since) =>
        [
            .. (
                await connection.QueryAsync<CampaignRow>(
                    "SELECT c.campaign_id AS CampaignId, COUNT(CASE WHEN c.incomplete_reason = @untaken THEN 1 END) AS Untaken, "
                        + "MAX(CASE WHEN c.incomplete_reason = @untaken THEN c.arrived_at END) AS LastUntaken, "
                        + "MAX(CASE WHEN c.incomplete_reason IS NULL AND c.blocked = 0 THEN c.arrived_at END) AS LastTaken "
                        + $"FROM calls c WHERE c.arrived_at >= @since AND {CallListSql.Counted} GROUP BY c.campaign_id",
                    new { since, untaken = nameof(IncompleteReason.NoTarget) }
                )
            ).Select(r => new WatchedCampaign(
                new CallCampaignId(r.CampaignId),
                r.Untaken,
                r.LastUntaken is { } untaken ? new Instant(untaken) : null,
                r.LastTaken is { } taken ? new Instant(taken) : null
            )),
        ];

    public static async Task<WatchedHours> HoursAsync(DbConnection connection, Instant from)
    {
        var before = new List<IReadOnlyDictionary<CallCampaignId, long>>();
        for (var week = 1; week <= 4; week++)
            before.Add(await HourAsync(connection, from - TimeSpan.FromDays(7 * week)));
        return new WatchedHours(from, await HourAsync(connection, from), before);
    }

    private static async Task<IReadOnlyDictionary<CallCampaignId, long>> HourAsync(DbConnection connection, Instant from) =>
        (
            await connection.QueryAsync<(string CampaignId, long Count)>(
                $"SELECT c.campaign_id, COUNT(*) FROM calls c WHERE c.arrived_at >= @from AND c.arrived_at < @to AND {CallListSql.Counted} "
                    + "GROUP BY c.campaign_id",
                new { from, to = from + TimeSpan.FromHours(1) }
            )
        ).ToDictionary(r => new CallCampaignId(r.CampaignId), r => r.Count);

    private sealed record CampaignRow
    {
        public string CampaignId { get; init; } = "";
        public long Untaken { get; init; }
        public long? LastUntaken { get; init; }
        public long? LastTaken { get; init; }
    }
}

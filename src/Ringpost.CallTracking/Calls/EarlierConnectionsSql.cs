using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>Whom a caller was connected with before, for *Restrict Duplicates*: one statement over the index of callers.</summary>
internal static class EarlierConnectionsSql
{
    /// <summary>Without the call itself: one that is rerouted is no duplicate of its own. A withheld number is nobody's: it tells not who calls. A test is no duplicate and makes none.</summary>
    public static async Task<IReadOnlyList<EarlierConnection>> ListAsync(DbConnection connection, CallRecord call) =>
        call.Caller.Length == 0 || call.Uncounted
            ? []
            :
            [
                .. (
                    await connection.QueryAsync<Row>(
                        "SELECT l.target_id AS TargetId, l.buyer_id AS BuyerId, MAX(c.arrived_at) AS ConnectedAt, "
                            + "MAX(CASE WHEN l.converted = 1 THEN c.arrived_at END) AS ConvertedAt FROM calls c JOIN call_legs l ON l.call_id = c.id "
                            + "WHERE c.caller = @Caller AND c.campaign_id = @CampaignId AND c.connected = 1 AND c.uncounted = 0 AND l.connected = 1 AND c.id <> @Id "
                            + "GROUP BY l.target_id, l.buyer_id",
                        new
                        {
                            call.Caller,
                            call.CampaignId,
                            call.Id,
                        }
                    )
                ).Select(r => new EarlierConnection(
                    new TargetId(r.TargetId),
                    r.BuyerId is null ? null : new BuyerId(r.BuyerId),
                    new Instant(r.ConnectedAt),
                    r.ConvertedAt is { } converted ? new Instant(converted) : null
                )),
            ];

    private sealed class Row
    {
        public string TargetId { get; init; } = "";
        public string? BuyerId { get; init; }
        public long ConnectedAt { get; init; }
        public long? ConvertedAt { get; init; }
    }
}

using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// The caller's other calls that earned something: paid or converted, with an amount above 0 after all changes (ringba.md 7). Tests and other
/// calls don't count for each other. Asked under the keys of <see cref="DedupeKeys"/>, so that of two calls that settle at once one earns.
/// </summary>
internal static class DedupeSql
{
    private const string StillPaid =
        "c.payout + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'payout'), 0) > 0";

    private const string StillConverted =
        "c.revenue + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'revenue'), 0) > 0";

    /// <param name="ofAll">Whichever publisher sent them.</param>
    public static Task<EarlierCalls> PaidAsync(DbConnection connection, CallRecord call, bool ofAll) =>
        NearestAsync(
            connection,
            call,
            "c.campaign_id = @campaign AND c.caller = @caller AND c.paid = 1 AND c.id <> @id AND c.test = @test AND "
                + (
                    ofAll ? ""
                    : call.PublisherId is null ? "c.publisher_id IS NULL AND "
                    : "c.publisher_id = @publisher AND "
                )
                + StillPaid,
            null
        );

    /// <summary>With the buyer of the leg; a target that belongs to nobody counts for itself.</summary>
    public static Task<EarlierCalls> ConvertedAsync(DbConnection connection, CallRecord call, LegRecord leg) =>
        NearestAsync(
            connection,
            call,
            "c.caller = @caller AND c.converted = 1 AND c.id <> @id AND c.test = @test AND EXISTS (SELECT 1 FROM call_legs g WHERE g.call_id = c.id "
                + "AND g.converted = 1 AND g.revenue > 0 AND "
                + (leg.BuyerId is null ? "g.buyer_id IS NULL AND g.target_id = @party) AND " : "g.buyer_id = @party) AND ")
                + StillConverted,
            leg.BuyerId?.Value ?? leg.TargetId.Value
        );

    private static async Task<EarlierCalls> NearestAsync(DbConnection connection, CallRecord call, string condition, string? party)
    {
        var parameters = new
        {
            campaign = call.CampaignId,
            caller = call.Caller,
            id = call.Id,
            test = call.Test,
            publisher = call.PublisherId?.Value,
            at = call.ArrivedAt,
            party,
        };
        const string columns = "SELECT c.id AS Id, c.arrived_at AS At FROM calls c WHERE ";
        var before = await connection.QueryFirstOrDefaultAsync<EarlierCall>(
            columns + condition + " AND c.arrived_at <= @at ORDER BY c.arrived_at DESC LIMIT 1",
            parameters
        );
        var after = await connection.QueryFirstOrDefaultAsync<EarlierCall>(
            columns + condition + " AND c.arrived_at > @at ORDER BY c.arrived_at LIMIT 1",
            parameters
        );
        return new EarlierCalls(before, after);
    }
}

/// <summary>What a call's windows decide over: the caller on the campaign for the payout, the caller with a buyer for the revenue.</summary>
internal static class DedupeKeys
{
    public static IEnumerable<string> Of(CallRecord call, IReadOnlyList<PayoutTerm> terms)
    {
        if (!call.PayoutDecided && terms.Any(t => t.Dedupe != 0))
            yield return $"paid:{call.CampaignId}:{call.Caller}";
        if (!call.ConversionDecided)
            foreach (var leg in call.Legs.Where(l => l.ConvertDedupe != 0))
                yield return $"converted:{leg.BuyerKey}:{call.Caller}";
    }

    public static async Task<DedupeFacts> AskAsync(WriteUnit unit, CallRecord call, IReadOnlyList<PayoutTerm> terms)
    {
        string[] keys = [.. Of(call, terms)];
        if (keys.Length == 0)
            return DedupeFacts.Unasked;
        await unit.AlsoHoldAsync(keys);
        var windows = terms.Where(t => t.Dedupe != 0 && !call.PayoutDecided).ToList();
        var byBuyer = new Dictionary<string, EarlierCalls>();
        foreach (var leg in call.Legs.Where(l => l.ConvertDedupe != 0 && !call.ConversionDecided))
            if (!byBuyer.ContainsKey(leg.BuyerKey))
                byBuyer[leg.BuyerKey] = await DedupeSql.ConvertedAsync(unit.Connection, call, leg);
        return new DedupeFacts(
            call.ArrivedAt,
            windows.Exists(t => !t.AllPublishers) ? await DedupeSql.PaidAsync(unit.Connection, call, ofAll: false) : EarlierCalls.None,
            windows.Exists(t => t.AllPublishers) ? await DedupeSql.PaidAsync(unit.Connection, call, ofAll: true) : EarlierCalls.None,
            byBuyer
        );
    }
}

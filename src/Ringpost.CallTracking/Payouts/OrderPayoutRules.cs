using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Payouts;

/// <summary>Puts a campaign's payout rules in another order. A publisher's own are asked before those for all, whatever the order says.</summary>
public sealed class OrderPayoutRules(Database database, ConfigurationVersion configuration)
{
    /// <param name="Ids">All of the campaign's rules, each once.</param>
    public sealed record Request(IReadOnlyList<PayoutRuleId>? Ids);

    public async Task<Result<Page<PayoutRule>>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Page<PayoutRule>>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, campaignId) is null)
                    return await NotInUse.OfAsync(unit.Connection, campaignId);
                var before = await PayoutRulesSql.ListAsync(unit.Connection, campaignId);
                var ids = request.Ids ?? [];
                if (ids.Count != before.Count || !ids.ToHashSet().SetEquals(before.Select(r => r.Id)))
                    return new Invalid(
                        "ids",
                        "Name each payout of the campaign once, in the order wanted. Load them again if others changed them."
                    );
                for (var i = 0; i < ids.Count; i++)
                    await PayoutRulesSql.PlaceAsync(unit, ids[i], i);
                var after = await PayoutRulesSql.ListAsync(unit.Connection, campaignId);
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{campaignId}", "order payouts", Order(before), Order(after));
                await configuration.RaiseAsync(unit);
                return new Page<PayoutRule>(after, null);
            },
            cancellation
        );
    }

    private static object Order(IEnumerable<PayoutRule> rules) => new { payoutOrder = rules.Select(r => r.Id) };

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/call-campaigns/{campaignId}/payouts/order",
            async (HttpContext http, CallCampaignId campaignId, Request request, OrderPayoutRules operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, request, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Payouts;

/// <summary>A campaign's payout rules in the order in which they are asked.</summary>
public sealed class ListPayoutRules(Database database)
{
    public async Task<Result<Page<PayoutRule>>> RunAsync(Actor actor, CallCampaignId campaignId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<Page<PayoutRule>>>(
            async c =>
            {
                if (await CallCampaignsSql.FindEvenArchivedAsync(c, campaignId) is null)
                    return new Missing($"Campaign {campaignId}");
                return new Page<PayoutRule>(await PayoutRulesSql.ListAsync(c, campaignId), null);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-campaigns/{campaignId}/payouts",
            async (HttpContext http, CallCampaignId campaignId, ListPayoutRules operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, http.RequestAborted)).ToOk()
        );
}

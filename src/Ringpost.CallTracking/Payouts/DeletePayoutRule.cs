using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Payouts;

/// <summary>Takes a payout rule away; calls that have ended keep what they were paid.</summary>
public sealed class DeletePayoutRule(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<PayoutRule>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        PayoutRuleId id,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<PayoutRule>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}"),
            async unit =>
            {
                if (await PayoutRulesSql.FindAsync(unit.Connection, campaignId, id) is not { } before)
                    return new Missing($"Payout {id}");
                await PayoutRulesSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "payout-rule",
                    $"{id}",
                    "delete",
                    before,
                    null,
                    new("call-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return before;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/call-campaigns/{campaignId}/payouts/{id}",
            async (HttpContext http, CallCampaignId campaignId, PayoutRuleId id, DeletePayoutRule operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, id, http.RequestAborted)).ToNoContent()
        );
}

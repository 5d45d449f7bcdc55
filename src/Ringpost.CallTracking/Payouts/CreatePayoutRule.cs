using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Publishers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Payouts;

/// <summary>Adds a rule that pays publishers, after those that the campaign has (ringba.md 7).</summary>
public sealed class CreatePayoutRule(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="PublisherId">For this publisher only; for all where absent.</param>
    /// <param name="On"><c>incoming</c>, <c>connected</c>, <c>converted</c> or <c>callLength</c>.</param>
    /// <param name="Seconds">Needed for <c>callLength</c>, ignored otherwise.</param>
    /// <param name="Amount">A fixed amount; or <paramref name="RevenueShare"/>.</param>
    /// <param name="DedupeSeconds">−1: a caller is paid for once; 0: always; else so many seconds after the last paid call.</param>
    public sealed record Request(
        PublisherId? PublisherId,
        string? On,
        int? Seconds,
        string? TimerStart,
        decimal? Amount,
        RevenueShareRequest? RevenueShare = null,
        IReadOnlyList<TagRuleRequest?>? Filters = null,
        OpeningHoursRequest? Hours = null,
        int? DedupeSeconds = null
    );

    public async Task<Result<PayoutRule>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var id = new PayoutRuleId("PS" + identifiers.TimeOrdered());
        var rule = PayoutCheck.Rule(validation, id, campaignId, request, database.Now);
        return await database.WriteOnceAsync<PayoutRule>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}", $"publisher:{request.PublisherId}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, campaignId) is null)
                    return await NotInUse.OfAsync(unit.Connection, campaignId);
                if (request.PublisherId is { } publisher && await PublishersSql.FindAsync(unit.Connection, publisher) is null)
                    validation.Add("publisherId", (await NotInUse.OfAsync(unit.Connection, publisher)).Says);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var position = (int)await PayoutRulesSql.NextPositionAsync(unit, campaignId);
                var created = rule with { Position = position, CreatedAt = unit.Now };
                await PayoutRulesSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "payout-rule",
                    $"{id}",
                    "create",
                    null,
                    created,
                    new("call-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns/{campaignId}/payouts",
            async (HttpContext http, CallCampaignId campaignId, Request request, CreatePayoutRule operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, request, http.RequestAborted)).ToCreated(r =>
                    $"/api/v1/call-campaigns/{campaignId}/payouts/{r.Id}"
                )
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Routes;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>Makes a campaign like another, paused: with its routes, payouts and attached pixels, without its numbers.</summary>
public sealed class DuplicateCallCampaign(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<CallCampaign>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var copy = new CallCampaignId("CA" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<CallCampaign>(
            actor,
            // What the campaign names can't be archived while it does, and it keeps naming it while this key is held.
            WriteKeys.Of($"call-campaign:{id}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, id) is not { } source)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var created = source with { Id = copy, Name = CopyName.Of(source.Name), Enabled = false, CreatedAt = unit.Now };
                await CallCampaignsSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "call-campaign", $"{copy}", created, $"{id}");
                await CopyRoutesAsync(unit, actor, id, copy);
                await CopyPayoutsAsync(unit, actor, id, copy);
                foreach (var pixel in await CampaignPixelsSql.OfCampaignAsync(unit.Connection, id))
                    if (await CampaignPixelsSql.AttachAsync(unit, copy, pixel.Id))
                        await ChangeLogSql.AppendAsync(
                            unit,
                            actor,
                            "call-campaign",
                            $"{copy}",
                            "attach-pixel",
                            null,
                            new { pixelId = pixel.Id }
                        );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    private async Task CopyRoutesAsync(WriteUnit unit, Actor actor, CallCampaignId from, CallCampaignId to)
    {
        foreach (var source in await RoutesSql.ListAsync(unit.Connection, from))
        {
            var route = source with { Id = new RouteId("CR" + identifiers.TimeOrdered()), CampaignId = to, CreatedAt = unit.Now };
            await RoutesSql.InsertAsync(unit, route);
            await ChangeLogSql.AppendAsync(unit, actor, "route", $"{route.Id}", "create", null, route, new("call-campaign", $"{to}"));
        }
    }

    private async Task CopyPayoutsAsync(WriteUnit unit, Actor actor, CallCampaignId from, CallCampaignId to)
    {
        foreach (var source in await PayoutRulesSql.ListAsync(unit.Connection, from))
        {
            var rule = source with { Id = new PayoutRuleId("PS" + identifiers.TimeOrdered()), CampaignId = to, CreatedAt = unit.Now };
            await PayoutRulesSql.InsertAsync(unit, rule);
            await ChangeLogSql.AppendAsync(unit, actor, "payout-rule", $"{rule.Id}", "create", null, rule, new("call-campaign", $"{to}"));
        }
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns/{id}/duplicate",
            async (HttpContext http, CallCampaignId id, DuplicateCallCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(c => $"/api/v1/call-campaigns/{c.Id}")
        );
}

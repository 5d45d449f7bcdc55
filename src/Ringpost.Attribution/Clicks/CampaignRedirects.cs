using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clicks;

/// <summary>Where a campaign's clicks go that it can't take.</summary>
public sealed class GetCampaignRedirect(Database database)
{
    public async Task<Result<CampaignRedirect>> RunAsync(Actor actor, OfferCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var found = await database.ReadAsync(
            async c => await OfferCampaignsSql.FindAsync(c, id) is null ? null : await ClickSettingsSql.ReadRedirectAsync(c, id),
            cancellation
        );
        return found is null ? new Missing($"Campaign {id}") : found;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offer-campaigns/{id}/redirect",
            async (HttpContext http, OfferCampaignId id, GetCampaignRedirect operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

/// <summary>Says where a campaign's clicks go that it can't take; nothing set leaves it to the offer (cake.md 2.10).</summary>
public sealed class SetCampaignRedirect(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(OfferId? RedirectOfferId = null, bool Redirect404 = false);

    public async Task<Result<CampaignRedirect>> RunAsync(
        Actor actor,
        OfferCampaignId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<CampaignRedirect>(
            actor,
            WriteKeys.Of($"offer-campaign:{id}"),
            async unit =>
            {
                if (await OfferCampaignsSql.FindAsync(unit.Connection, id) is not { } campaign)
                    return new Missing($"Campaign {id}");
                var validation = new Validation();
                await RedirectOfferRule.CheckAsync(unit.Connection, validation, request.RedirectOfferId, campaign.OfferId);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var before = await ClickSettingsSql.ReadRedirectAsync(unit.Connection, id);
                var after = new CampaignRedirect(id, request.RedirectOfferId, request.Redirect404);
                await ClickSettingsSql.WriteRedirectAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "offer-campaign", $"{id}", "redirect", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/offer-campaigns/{id}/redirect",
            async (HttpContext http, OfferCampaignId id, Request request, SetCampaignRedirect operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}

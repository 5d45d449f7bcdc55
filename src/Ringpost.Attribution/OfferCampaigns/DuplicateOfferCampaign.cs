using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>
/// Lets an affiliate run an offer on the terms that another has: its contract and price, events, caps and redirect; inactive. The pixels stay
/// with the other: they would tell it of this one's conversions. The first campaign of a pair is its original.
/// </summary>
public sealed class DuplicateOfferCampaign(Database database, ConfigurationVersion configuration)
{
    /// <param name="AffiliateId">Who runs the duplicate; absent is who runs the campaign itself.</param>
    public sealed record Request(AffiliateId? AffiliateId = null);

    public async Task<Result<OfferCampaignAnswer>> RunAsync(
        Actor actor,
        OfferCampaignId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        // Offer and affiliate of a campaign never change, so that they can name the keys.
        if (await database.ReadAsync(c => OfferCampaignsSql.FindAsync(c, id), cancellation) is not { } known)
            return new Missing($"Campaign {id}");
        var affiliate = request.AffiliateId ?? known.AffiliateId;
        return await database.WriteOnceAsync<OfferCampaignAnswer>(
            actor,
            WriteKeys.Of($"offer-campaign:{id}", $"offer-campaigns:{known.OfferId}:{affiliate}", $"offer:{known.OfferId}"),
            async unit =>
            {
                if (await OfferCampaignsSql.FindAsync(unit.Connection, id) is not { } source)
                    return new Missing($"Campaign {id}");
                if (await AffiliatesSql.FindAsync(unit.Connection, affiliate) is null)
                    return new Invalid("affiliateId", $"Affiliate {affiliate} does not exist.");
                var created = await OfferCampaignsSql.InsertAsync(
                    unit,
                    source with
                    {
                        AffiliateId = affiliate,
                        Original = !await OfferCampaignsSql.HasOriginalAsync(unit.Connection, source.OfferId, affiliate),
                        Status = AccountStatus.Inactive,
                        PostbackUrl = null,
                        CreatedAt = unit.Now,
                    }
                );
                var answer = OfferCampaignAnswer.Of(created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "offer-campaign", $"{created.Id}", answer, $"{id}");
                await CopyPartsAsync(unit, actor, source, created);
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    private static async Task CopyPartsAsync(WriteUnit unit, Actor actor, OfferCampaign source, OfferCampaign copy)
    {
        await EventSettingCopy.WriteAsync(
            unit,
            actor,
            (await EventSettingsSql.ListOfCampaignsAsync(unit.Connection, source.Id)).Select(s => s with { CampaignId = copy.Id }),
            new("offer-campaign", $"{copy.Id}")
        );
        var redirect = await ClickSettingsSql.ReadRedirectAsync(unit.Connection, source.Id);
        if (redirect.RedirectOfferId is not null || redirect.Redirect404)
            await ClickSettingsSql.WriteRedirectAsync(unit, redirect with { CampaignId = copy.Id });
        var caps = await CapsSql.ListAsync(unit.Connection, source.OfferId, 0, int.MaxValue);
        await CapCopy.WriteAsync(
            unit,
            actor,
            caps.Where(c => c.Level == CapLevel.Campaign && c.TargetId == source.Id.Value).Select(c => c with { TargetId = copy.Id.Value })
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offer-campaigns/{id}/duplicate",
            async (HttpContext http, OfferCampaignId id, Request request, DuplicateOfferCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToCreated(c => $"/api/v1/offer-campaigns/{c.Id}")
        );
}

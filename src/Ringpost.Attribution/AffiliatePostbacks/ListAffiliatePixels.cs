using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The pixels that affiliates placed and that do not fire: those that wait for approval, or those that were declined, oldest first.</summary>
public sealed class ListAffiliatePixels(Database database, Snapshot<OfferConfiguration> configuration)
{
    private const int Most = 1000;

    public async Task<Result<Page<PlacedPixel>>> RunAsync(Actor actor, string? status, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        var chosen = PixelWords.Status(validation, status, PixelStatus.Pending);
        if (chosen == PixelStatus.Approved)
            validation.Add("status", "The status is pending or declined.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        var pixels = await database.ReadAsync(c => AffiliatePixelsSql.ListByStatusAsync(c, chosen, Most), cancellation);
        var picture = await configuration.GetAsync(cancellation);
        return new Page<PlacedPixel>([.. pixels.Select(p => Place(p, picture, actor))], null);
    }

    private static PlacedPixel Place(AffiliatePixel pixel, OfferConfiguration picture, Actor actor)
    {
        var campaign = pixel.Place.Level == PixelLevel.Affiliate ? null : picture.Campaigns.GetValueOrDefault(pixel.Place.OwnerId);
        var affiliate = picture.Affiliates.GetValueOrDefault(campaign?.AffiliateId.Value ?? pixel.Place.OwnerId);
        var offer = campaign is null ? null : picture.Offers.GetValueOrDefault(campaign.OfferId.Value);
        var offerEvent = picture.Events.GetValueOrDefault(pixel.Place.EventId);
        return new PlacedPixel(
            PixelAnswer.Of(pixel).For(actor),
            affiliate?.Id,
            affiliate?.Name,
            campaign?.Id,
            offer?.Name,
            offerEvent?.Name
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/affiliate-pixels",
            async (HttpContext http, ListAffiliatePixels operation, string? status) =>
                (await operation.RunAsync(http.Actor(), status, http.RequestAborted)).ToOk()
        );
}

/// <summary>A pixel and whose it is.</summary>
/// <param name="OfferCampaignId">Null where it is the affiliate's general one.</param>
public sealed record PlacedPixel(
    PixelAnswer Pixel,
    AffiliateId? AffiliateId,
    string? AffiliateName,
    OfferCampaignId? OfferCampaignId,
    string? OfferName,
    string? EventName
);

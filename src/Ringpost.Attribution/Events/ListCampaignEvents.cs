using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Events;

/// <summary>The events of an offer's advertiser as one of the offer's campaigns has them.</summary>
public sealed class ListCampaignEvents(Snapshot<OfferConfiguration> configuration)
{
    public async Task<Result<Page<EventSettingAnswer>>> RunAsync(
        Actor actor,
        OfferCampaignId campaignId,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var picture = await configuration.GetAsync(cancellation);
        if (!picture.Campaigns.TryGetValue(campaignId.Value, out var campaign))
            return new Missing($"Campaign {campaignId}");
        var offer = picture.Offers[campaign.OfferId.Value];
        var events = picture
            .EventsOn(offer)
            .OrderBy(e => e.Id.Value)
            .Select(e =>
                EventInForceRule.Answer(
                    e,
                    picture.DefaultEvents[e.AdvertiserId],
                    picture.ContractOf(offer, campaign),
                    campaign,
                    picture.OfferEventSettings.GetValueOrDefault((e.Id, offer.Id)),
                    picture.CampaignEventSettings.GetValueOrDefault((e.Id, campaignId))
                )
            );
        return new Page<EventSettingAnswer>([.. events.Select(e => e.For(actor))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offer-campaigns/{id}/events",
            async (HttpContext http, OfferCampaignId id, ListCampaignEvents operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

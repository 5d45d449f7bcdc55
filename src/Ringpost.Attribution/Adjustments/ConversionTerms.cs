using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Adjustments;

/// <summary>The configured price of a stored conversion under today's configuration; null where its event or campaign is there no more.</summary>
internal static class ConversionTerms
{
    /// <summary>Whether the event pays its affiliates: the campaign's word, else the offer's, else the event's own.</summary>
    public static bool IsPublished(OfferConfiguration picture, OfferId offerId, OfferCampaignId campaignId, OfferEventId eventId) =>
        picture.CampaignEventSettings.GetValueOrDefault((eventId, campaignId))?.Publish
        ?? picture.OfferEventSettings.GetValueOrDefault((eventId, offerId))?.Publish
        ?? (picture.Events.TryGetValue(eventId.Value, out var offerEvent) && offerEvent.Publish);

    public static PriceTerms? Of(OfferConfiguration picture, OfferId offerId, OfferCampaignId campaignId, OfferEventId eventId)
    {
        if (
            !picture.Offers.TryGetValue(offerId.Value, out var offer)
            || !picture.Campaigns.TryGetValue(campaignId.Value, out var campaign)
            || !picture.Events.TryGetValue(eventId.Value, out var offerEvent)
        )
            return null;
        var isDefault = picture.DefaultEvents.TryGetValue(offerEvent.AdvertiserId, out var standard) && standard == eventId;
        return PriceTermsRule.Decide(
            picture.ContractOf(offer, campaign),
            campaign,
            offerEvent,
            isDefault,
            picture.OfferEventSettings.GetValueOrDefault((eventId, offerId)),
            picture.CampaignEventSettings.GetValueOrDefault((eventId, campaignId))
        );
    }
}

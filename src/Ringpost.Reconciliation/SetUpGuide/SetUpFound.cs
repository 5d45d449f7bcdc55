using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>Records as the guide names them; the page links them as it does a search's finds.</summary>
internal static class SetUpFound
{
    public static SearchHit Of(Offer offer) => new(SearchKind.Offer, $"{offer.Id}", offer.Name, $"ID {offer.Id}");

    public static SearchHit Of(Affiliate affiliate) => new(SearchKind.Affiliate, $"{affiliate.Id}", affiliate.Name, $"ID {affiliate.Id}");

    public static SearchHit Of(OfferCampaign campaign) => new(SearchKind.OfferCampaign, $"{campaign.Id}", $"Campaign {campaign.Id}", "");

    public static SearchHit Of(OfferEvent happened) =>
        new(SearchKind.OfferEvent, $"{happened.Id}", happened.Name, $"Third party name {happened.ThirdPartyName}")
        {
            OwnerId = $"{happened.AdvertiserId}",
        };

    public static SearchHit Of(CallCampaign campaign) =>
        new(
            SearchKind.CallCampaign,
            campaign.Id.Value,
            campaign.Name,
            campaign.TrackingId.Length == 0 ? "no Tracking ID" : Phrase.Of($"Tracking ID {campaign.TrackingId}")
        );

    public static SearchHit Of(Publisher publisher) =>
        new(
            SearchKind.Publisher,
            publisher.Id.Value,
            publisher.Name,
            publisher.SubId.Length == 0 ? "no Sub ID" : Phrase.Of($"Sub ID {publisher.SubId}")
        );

    public static SearchHit Of(Buyer buyer) => new(SearchKind.Buyer, buyer.Id.Value, buyer.Name, "");

    public static SearchHit Of(Target target) => new(SearchKind.Target, target.Id.Value, target.Name, $"{target.Destination.Value}");

    public static SearchHit Of(TrackingNumber number) => new(SearchKind.Number, number.Id.Value, number.Number.E164, "");

    public static SearchHit Of(Pixel pixel) => new(SearchKind.Pixel, pixel.Id.Value, pixel.Name, $"Fires on {pixel.FireOn}");

    public static SearchHit Of(PixelSetting pixel) => new(SearchKind.Pixel, pixel.Id.Value, pixel.Name, $"Fires on {pixel.FireOn}");

    public static SearchHit Of(CallSummary call) =>
        new(SearchKind.Call, call.Id.Value, call.From.Length == 0 ? "Anonymous caller" : call.From, call.Test ? "Test call" : "Call")
        {
            At = call.At,
        };

    public static SearchHit Of(ConversionAnswer conversion) =>
        new(
            SearchKind.Conversion,
            $"{conversion.Id}",
            $"{conversion.EventName} of {conversion.OfferName}",
            conversion.Reason is null ? Phrase.Of($"{conversion.Disposition}") : Phrase.Of($"{conversion.Disposition}, {conversion.Reason}")
        )
        {
            At = conversion.At,
        };
}

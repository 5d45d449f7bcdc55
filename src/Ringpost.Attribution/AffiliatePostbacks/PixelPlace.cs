using System.Globalization;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>Where a pixel and a postback URL can live (cake.md 7.1).</summary>
public enum PixelLevel
{
    /// <summary>For the default event of one campaign.</summary>
    Campaign,

    /// <summary>For one event of one campaign.</summary>
    CampaignEvent,

    /// <summary>For the default event of each campaign of the affiliate that has none of its own.</summary>
    Affiliate,

    /// <summary>The network's own, in addition, for every event of the offer.</summary>
    Offer,

    /// <summary>The network's own, in addition, for every conversion of the instance.</summary>
    System,
}

/// <summary>One place of a pixel. Its text, as <c>campaign:12</c> or <c>campaign:12:event:7</c>, names it in the API and the delivery log.</summary>
/// <param name="OwnerId">The campaign, affiliate or offer; 0 for the instance.</param>
/// <param name="EventId">The event of a campaign; 0 elsewhere.</param>
public readonly record struct PixelPlace(PixelLevel Level, long OwnerId, long EventId)
{
    public static readonly PixelPlace System = new(PixelLevel.System, 0, 0);

    public static PixelPlace Of(OfferCampaignId campaign) => new(PixelLevel.Campaign, campaign.Value, 0);

    public static PixelPlace Of(OfferCampaignId campaign, OfferEventId offerEvent) =>
        new(PixelLevel.CampaignEvent, campaign.Value, offerEvent.Value);

    public static PixelPlace Of(AffiliateId affiliate) => new(PixelLevel.Affiliate, affiliate.Value, 0);

    public static PixelPlace Of(OfferId offer) => new(PixelLevel.Offer, offer.Value, 0);

    /// <summary>Whether affiliates see, and may place, what stands here: then nothing of the advertiser's side may be told (cake.md 7).</summary>
    public bool IsAffiliates => Level is PixelLevel.Campaign or PixelLevel.CampaignEvent or PixelLevel.Affiliate;

    public override string ToString() =>
        Level switch
        {
            PixelLevel.Campaign => $"campaign:{OwnerId}",
            PixelLevel.CampaignEvent => $"campaign:{OwnerId}:event:{EventId}",
            PixelLevel.Affiliate => $"affiliate:{OwnerId}",
            PixelLevel.Offer => $"offer:{OwnerId}",
            PixelLevel.System => "system",
        };

    public static bool TryParse(string? text, out PixelPlace place)
    {
        place = default;
        var parts = (text ?? "").Split(':');
        if (parts is ["system"])
        {
            place = System;
            return true;
        }

        if (parts.Length < 2 || !TryReadId(parts[1], out var owner))
            return false;
        switch (parts)
        {
            case ["campaign", _]:
                place = new PixelPlace(PixelLevel.Campaign, owner, 0);
                return true;
            case ["campaign", _, "event", var e] when TryReadId(e, out var eventId):
                place = new PixelPlace(PixelLevel.CampaignEvent, owner, eventId);
                return true;
            case ["affiliate", _]:
                place = new PixelPlace(PixelLevel.Affiliate, owner, 0);
                return true;
            case ["offer", _]:
                place = new PixelPlace(PixelLevel.Offer, owner, 0);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadId(string text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The pixels that could fire for a conversion, one of each level at most.</summary>
internal sealed record PixelsInReach(
    AffiliatePixel? Campaign,
    AffiliatePixel? CampaignEvent,
    AffiliatePixel? Affiliate,
    AffiliatePixel? Offer,
    AffiliatePixel? System
)
{
    /// <summary>Null where no level has anything: most conversions of most networks.</summary>
    public static PixelsInReach? Of(
        IReadOnlyDictionary<PixelPlace, AffiliatePixel> pixels,
        OfferId offer,
        AffiliateId affiliate,
        OfferCampaignId campaign,
        OfferEventId offerEvent
    )
    {
        if (pixels.Count == 0)
            return null;
        var found = new PixelsInReach(
            At(pixels, PixelPlace.Of(campaign)),
            At(pixels, PixelPlace.Of(campaign, offerEvent)),
            At(pixels, PixelPlace.Of(affiliate)),
            At(pixels, PixelPlace.Of(offer)),
            At(pixels, PixelPlace.System)
        );
        return found is { Campaign: null, CampaignEvent: null, Affiliate: null, Offer: null, System: null } ? null : found;
    }

    private static AffiliatePixel? At(IReadOnlyDictionary<PixelPlace, AffiliatePixel> pixels, PixelPlace place) =>
        pixels.TryGetValue(place, out var pixel) ? pixel : null;
}

/// <summary>What of a conversion decides whether it is told.</summary>
/// <param name="Held">Why it waits; a conversion that is merely pending is told (cake.md 14.9).</param>
/// <param name="HasBrowser">Whether a browser brought it, so that HTML can be handed back.</param>
internal readonly record struct FireCase(
    bool IsDefaultEvent,
    bool Test,
    bool Published,
    bool CampaignActive,
    long Paid,
    FireReason? Held,
    bool HasBrowser
);

/// <summary>Which pixels fire. <paramref name="NotTold"/> is about the affiliate alone: null where <paramref name="ForAffiliate"/> is told.</summary>
internal readonly record struct FireDecision(
    AffiliatePixel? ForAffiliate,
    AffiliatePixel? Offer,
    AffiliatePixel? System,
    FireReason? NotTold
)
{
    public bool Tells => ForAffiliate is not null;

    public bool FiresAny => ForAffiliate is not null || Offer is not null || System is not null;
}

/// <summary>
/// Who is told of a conversion (cake.md 7.1): all conditions hold, then 1 the event's pixel at the campaign, or the campaign's, 2 where the
/// campaign has none the affiliate's, for the default event, and 3 in addition the offer's and the instance's.
/// </summary>
internal static class FireRule
{
    public static FireDecision Decide(in FireCase c, PixelsInReach? pixels)
    {
        if (c.Held is { } held)
            return None(held);
        if (pixels is null)
            return None(FireReason.NoPixel);
        if (c.Test)
            return None(FireReason.Test);
        if (!c.Published)
            return None(FireReason.Unpublished);
        if (!c.CampaignActive)
            return None(FireReason.CampaignInactive);
        if (c.Paid <= 0 && pixels.Offer?.FireNonPaid != true)
            return None(FireReason.NotPaid);

        var (pixel, notTold) = ForAffiliate(c, pixels);
        // Ours: an offer's switch keeps back what is general, not what stands for every conversion of the instance.
        var offer = pixels.Offer is { HasContent: true, FireGlobal: true } ? pixels.Offer : null;
        var system = pixels.System is { HasContent: true } ? pixels.System : null;
        return new FireDecision(pixel, offer, system, notTold);
    }

    private static (AffiliatePixel?, FireReason?) ForAffiliate(in FireCase c, PixelsInReach pixels)
    {
        var chosen =
            pixels.CampaignEvent is { UseCampaignDefault: true } ? pixels.Campaign
            : pixels.CampaignEvent is { HasContent: true } ? pixels.CampaignEvent
            : c.IsDefaultEvent ? pixels.Campaign
            : null;
        if (chosen is not { HasContent: true })
        {
            if (!c.IsDefaultEvent)
                return (null, pixels.Campaign is { HasContent: true } ? FireReason.NoEventPixel : FireReason.NoPixel);
            if (pixels.Affiliate is not { HasContent: true })
                return (null, FireReason.NoPixel);
            if (!pixels.Affiliate.FireGlobal || pixels.Offer is { FireGlobal: false })
                return (null, FireReason.GlobalOff);
            chosen = pixels.Affiliate;
        }

        return chosen.Status switch
        {
            PixelStatus.Pending => (null, FireReason.PixelPending),
            PixelStatus.Declined => (null, FireReason.PixelDeclined),
            PixelStatus.Approved => chosen.PostbackUrl is null && !c.HasBrowser ? (null, FireReason.HtmlOnly) : (chosen, null),
        };
    }

    private static FireDecision None(FireReason reason) => new(null, null, null, reason);
}

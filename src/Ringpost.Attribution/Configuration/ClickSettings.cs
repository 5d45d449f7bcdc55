namespace Ringpost.Attribution.Configuration;

/// <summary>By what a conversion without request id, cookie and device id finds its click (cake.md 2.2, 5.3).</summary>
public enum RegenerationType
{
    None,

    /// <summary>The same address.</summary>
    Ip,

    /// <summary>The same address and user agent: a device, as far as a request shows one.</summary>
    IpAndUserAgent,

    /// <summary>The pixel's <c>s1</c> is the click's.</summary>
    SubId,
}

/// <summary>How an offer takes clicks, and where they go when it can't (cake.md 2.10, 5.3).</summary>
/// <param name="CookieDays">How long a click may be converted.</param>
/// <param name="LastTouch">A click that comes through another affiliate is no duplicate and takes over the user.</param>
/// <param name="Deduplication">Off, every click is unique.</param>
/// <param name="Redirect404">Answer 404 where no redirect offer is named.</param>
/// <param name="RegenerationSeconds">How far back session regeneration looks.</param>
public sealed record OfferClickSettings(
    OfferId OfferId,
    int CookieDays,
    bool LastTouch,
    bool Deduplication,
    OfferId? RedirectOfferId,
    bool Redirect404,
    RegenerationType RegenerationType,
    int RegenerationSeconds
)
{
    public const int DefaultCookieDays = 30;

    public static OfferClickSettings Default(OfferId offer) =>
        new(offer, DefaultCookieDays, false, true, null, false, RegenerationType.None, 0);
}

/// <summary>Where clicks of a campaign go that it can't take; nothing set leaves it to the offer (cake.md 2.10).</summary>
public sealed record CampaignRedirect(OfferCampaignId CampaignId, OfferId? RedirectOfferId, bool Redirect404);

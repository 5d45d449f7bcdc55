using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>The click that counts at this moment for a session and an offer.</summary>
internal readonly record struct Touch(long ClickId, long Number, AffiliateId Affiliate, Instant At);

/// <summary>
/// Whether a click is unique (cake.md 2.10). First touch: within the cookie days every further click of the session on the offer is a
/// duplicate. Last touch: one through another affiliate is unique and takes over.
/// </summary>
internal static class TouchRule
{
    /// <summary>The number of the touch that the click becomes; null where it is a duplicate of <paramref name="latest"/>.</summary>
    public static long? Decide(Touch? latest, AffiliateId affiliate, Instant at, int cookieDays, bool lastTouch, bool deduplication)
    {
        if (latest is not { } touch)
            return 0;
        var isCurrent = at <= touch.At + TimeSpan.FromDays(cookieDays);
        return deduplication && isCurrent && (!lastTouch || touch.Affiliate == affiliate) ? null : touch.Number + 1;
    }
}

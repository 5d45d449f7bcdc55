using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>How a conversion came to its click, in the order in which it is looked for (cake.md 2.6 step 5).</summary>
internal enum ClickEvidence
{
    RequestId,
    Cookie,
    Device,
    Regeneration,
}

/// <summary>The click that a conversion belongs to: always one that counts, never a duplicate.</summary>
internal sealed class FoundClick
{
    public long Id { get; init; }

    public long SessionId { get; init; }

    public Instant At { get; init; }

    public AdvertiserId AdvertiserId { get; init; }

    public OfferId OfferId { get; init; }

    public AffiliateId AffiliateId { get; init; }

    public OfferCampaignId CampaignId { get; init; }

    public CreativeId CreativeId { get; init; }

    public string Ip { get; init; } = "";

    public string? UserAgent { get; init; }

    public string? Referrer { get; init; }

    public string? S1 { get; init; }

    public string? S2 { get; init; }

    public string? S3 { get; init; }

    public string? S4 { get; init; }

    public string? S5 { get; init; }

    public string? Udid { get; init; }

    public long Kind { get; init; }

    public bool IsTest => Kind == (long)ClickKind.Test;

    public string?[]? SubIds => S1 is null && S2 is null && S3 is null && S4 is null && S5 is null ? null : [S1, S2, S3, S4, S5];
}

/// <summary>What the look-up found. <paramref name="Click"/> null is nothing.</summary>
/// <param name="HadCookie">Whether the browser sent a session: then a missing click has another reason.</param>
internal sealed record ClickMatch(FoundClick? Click, ClickEvidence Evidence, bool HadCookie)
{
    public static readonly ClickMatch NotLookedFor = new(null, default, false);

    public string How =>
        Evidence switch
        {
            ClickEvidence.RequestId => "by r",
            ClickEvidence.Cookie => "by the cookie",
            ClickEvidence.Device => "by udid",
            ClickEvidence.Regeneration => "by session regeneration",
        };
}

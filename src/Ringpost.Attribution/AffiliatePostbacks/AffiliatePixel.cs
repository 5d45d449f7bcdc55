using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

public enum PixelStatus
{
    Approved,

    /// <summary>Placed by an affiliate; does not fire before somebody approves it (cake.md 11).</summary>
    Pending,

    /// <summary>Looked at and not wanted; stays to be seen, does not fire.</summary>
    Declined,
}

/// <summary>What is to be fired at one place, and the switches of the place (cake.md 5.1, 5.3, 5.5, 7.1).</summary>
/// <param name="PostbackUrl">Called from the server; null for none.</param>
/// <param name="DelayMs">How long after the conversion was stored, in milliseconds.</param>
/// <param name="Html">Handed to a browser that reports the conversion; null for none.</param>
/// <param name="UseCampaignDefault">At an event of a campaign: the campaign's own pixel fires for this event too.</param>
/// <param name="FireGlobal">At an affiliate: its own pixel may stand in. At an offer: its own and its affiliates' may.</param>
/// <param name="FireNonPaid">At an offer: also what pays the affiliate nothing is told.</param>
/// <param name="AutoApprove">At an affiliate: what it places needs no approval.</param>
public sealed record AffiliatePixel(
    PixelPlace Place,
    string? PostbackUrl,
    long DelayMs,
    string? Html,
    PixelStatus Status,
    bool UseCampaignDefault,
    bool FireGlobal,
    bool FireNonPaid,
    bool AutoApprove,
    Instant PlacedAt
)
{
    public bool HasContent => PostbackUrl is not null || Html is not null;

    /// <summary>What counts where nothing was set.</summary>
    public static AffiliatePixel NothingAt(PixelPlace place) =>
        new(place, null, 0, null, PixelStatus.Approved, false, true, false, false, default);
}

using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>What a cap counts (cake.md 5.6).</summary>
public enum CapType
{
    Click = 1,
    Conversion = 2,
}

/// <summary>What a cap stands on; an event's cap stands at an offer or at a campaign (cake.md 5.7).</summary>
public enum CapLevel
{
    Offer,
    Contract,
    Campaign,
}

/// <summary>When a cap begins to count anew (cake.md 5.6).</summary>
public enum CapInterval
{
    /// <summary>Never.</summary>
    Lifetime,
    Daily,

    /// <summary>On Mondays.</summary>
    Weekly,

    /// <summary>On the first.</summary>
    Monthly,

    /// <summary>Never, but it counts from its start on only.</summary>
    Custom,
}

/// <summary>What becomes of a conversion over a cap: the numbers of cake.md 5.6, our exact meaning in docs/glossary.md.</summary>
public enum CapBehavior
{
    /// <summary>As the instance has it.</summary>
    System,

    /// <summary>New clicks are turned away; a conversion that still comes counts for both sides.</summary>
    AdvertiserOff,

    /// <summary>The advertiser pays, the affiliate is not paid.</summary>
    AdvertiserOnly,

    /// <summary>The affiliate is paid, the advertiser does not pay.</summary>
    AffiliateOnly,

    /// <summary>Stored with both amounts 0.</summary>
    Neither,

    /// <summary>Not stored; answered CAP REACHED.</summary>
    Ignore,
}

/// <summary>At most so many clicks or conversions in a period (cake.md 5.7).</summary>
/// <param name="TargetId">The offer, contract or campaign it stands on.</param>
/// <param name="OfferId">The offer that it is, or belongs to.</param>
/// <param name="EventId">Counts this event alone; null counts the macro events.</param>
/// <param name="Limit">Null is none, 0 lets nothing pass.</param>
/// <param name="Start">Where a custom period begins; null otherwise.</param>
/// <param name="ZoneId">Whose days, weeks and months they are; null is the instance's zone.</param>
/// <param name="AlertOnly">Tells that it was met and closes nothing.</param>
public sealed record Cap(
    CapId Id,
    CapType Type,
    CapLevel Level,
    long TargetId,
    OfferId OfferId,
    OfferEventId? EventId,
    CapInterval Interval,
    long? Limit,
    Instant? Start,
    string? ZoneId,
    bool AlertOnly,
    Instant CreatedAt
)
{
    /// <summary>The zone of <see cref="ZoneId"/>, or the instance's.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}

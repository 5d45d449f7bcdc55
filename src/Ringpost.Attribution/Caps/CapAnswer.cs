using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>A cap with how far its present period is used up, as the API and the Console show it.</summary>
/// <param name="Type"><c>click</c> or <c>conversion</c>.</param>
/// <param name="Level"><c>offer</c>, <c>contract</c> or <c>campaign</c>; <paramref name="TargetId"/> is its id.</param>
/// <param name="EventId">The event that is counted; null counts the macro events, or the clicks.</param>
/// <param name="Limit">Null is none, 0 lets nothing pass.</param>
/// <param name="Zone">Whose days it counts; <paramref name="OwnZone"/> is null where that follows the instance.</param>
/// <param name="Used">Places taken in the present period.</param>
/// <param name="Over">What came after the cap was met.</param>
/// <param name="PeriodStart">Null for a lifetime, and for a custom cap before its start.</param>
/// <param name="NextReset">When it counts anew; null is never.</param>
public sealed record CapAnswer(
    CapId Id,
    string Type,
    string Level,
    long TargetId,
    OfferId OfferId,
    OfferEventId? EventId,
    string Interval,
    long? Limit,
    Instant? Start,
    string Zone,
    string? OwnZone,
    bool AlertOnly,
    long Used,
    long Over,
    bool Met,
    Instant? MetAt,
    Instant? PeriodStart,
    Instant? NextReset,
    Phrase Name,
    Instant CreatedAt
)
{
    internal static CapAnswer Of(Cap cap, CapPeriod? period, CapCount? count) =>
        new(
            cap.Id,
            CapWords.Of(cap.Type),
            CapWords.Of(cap.Level),
            cap.TargetId,
            cap.OfferId,
            cap.EventId,
            CapWords.Of(cap.Interval),
            cap.Limit,
            cap.Start,
            cap.Zone.Id,
            cap.ZoneId,
            cap.AlertOnly,
            count?.Used ?? 0,
            count?.Over ?? 0,
            cap.Limit is { } limit && period is not null && (count?.Used ?? 0) >= limit,
            count?.MetAt,
            cap.Interval == CapInterval.Lifetime ? null : period?.Start,
            period?.End,
            CapWords.Name(cap),
            cap.CreatedAt
        );
}

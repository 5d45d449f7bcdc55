using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>One counting time of a cap: from its first moment up to, not including, its end. End null never ends.</summary>
public readonly record struct CapPeriod(Instant Start, Instant? End);

/// <summary>The period of a cap that a moment falls into, in the cap's zone: a day there may have 23 or 25 hours (cake.md 5.7).</summary>
public static class CapPeriodRule
{
    /// <summary>Null where the cap counts nothing yet: a custom one before its start.</summary>
    public static CapPeriod? Of(Cap cap, Instant at) =>
        cap.Interval switch
        {
            CapInterval.Lifetime => new CapPeriod(default, null),
            CapInterval.Custom => cap.Start is { } start && at >= start ? new CapPeriod(start, null) : null,
            CapInterval.Daily => Of(TimeRange.DayOf(at, cap.Zone)),
            CapInterval.Weekly => Of(TimeRange.WeekOf(at, cap.Zone)),
            CapInterval.Monthly => Of(TimeRange.MonthOf(at, cap.Zone)),
        };

    private static CapPeriod Of(TimeRange range) => new(range.From, range.To);
}

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
            CapInterval.Daily => Days(cap.Zone, DayOf(cap.Zone, at), 1),
            CapInterval.Weekly => Week(cap.Zone, DayOf(cap.Zone, at)),
            CapInterval.Monthly => Month(cap.Zone, DayOf(cap.Zone, at)),
        };

    private static DateOnly DayOf(TimeZoneInfo zone, Instant at) => DateOnly.FromDateTime(TimeZones.InZone(at, zone).DateTime);

    private static CapPeriod Week(TimeZoneInfo zone, DateOnly day) => Days(zone, day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), 7);

    private static CapPeriod Month(TimeZoneInfo zone, DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new CapPeriod(TimeZones.StartOfDay(first, zone), TimeZones.StartOfDay(first.AddMonths(1), zone));
    }

    private static CapPeriod Days(TimeZoneInfo zone, DateOnly first, int days) =>
        new(TimeZones.StartOfDay(first, zone), TimeZones.StartOfDay(first.AddDays(days), zone));
}

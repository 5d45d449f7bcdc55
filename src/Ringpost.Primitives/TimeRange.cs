using System.Globalization;

namespace Ringpost.Primitives;

/// <summary>From a moment, included, to another, excluded.</summary>
public readonly record struct TimeRange(Instant From, Instant To)
{
    public static readonly TimeRange All = new(new Instant(0), new Instant(253_402_300_799_999));

    /// <summary>The whole of one day in the zone, 23 to 25 hours.</summary>
    public static TimeRange OfDay(DateOnly day, TimeZoneInfo zone) => Days(day, 1, zone);

    /// <summary>
    /// The hour of the zone's clock that a moment falls into. Where the clock is set back an hour comes twice, and is two; one that the clock
    /// leaves early or enters late is shorter.
    /// </summary>
    public static TimeRange HourOf(Instant at, TimeZoneInfo zone)
    {
        var local = TimeZones.InZone(at, zone);
        var start = at - TimeSpan.FromTicks(local.TimeOfDay.Ticks % TimeSpan.TicksPerHour);
        var end = start + TimeSpan.FromHours(1);
        // Clocks are set at quarters of an hour.
        while (start < at && TimeZones.InZone(start, zone).Offset != local.Offset)
            start += TimeSpan.FromMinutes(15);
        while (TimeZones.InZone(new Instant(end.UnixMilliseconds - 1), zone).Offset != local.Offset)
            end -= TimeSpan.FromMinutes(15);
        return new TimeRange(start, end);
    }

    /// <summary>The day of the zone that a moment falls into.</summary>
    public static TimeRange DayOf(Instant at, TimeZoneInfo zone) => Days(DateOf(at, zone), 1, zone);

    /// <summary>The week of the zone, from Monday on, that a moment falls into.</summary>
    public static TimeRange WeekOf(Instant at, TimeZoneInfo zone)
    {
        var day = DateOf(at, zone);
        return Days(day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), 7, zone);
    }

    /// <summary>The month of the zone that a moment falls into.</summary>
    public static TimeRange MonthOf(Instant at, TimeZoneInfo zone)
    {
        var day = DateOf(at, zone);
        var first = new DateOnly(day.Year, day.Month, 1);
        return new TimeRange(TimeZones.StartOfDay(first, zone), TimeZones.StartOfDay(first.AddMonths(1), zone));
    }

    /// <summary>
    /// Reads <c>from</c> and <c>to</c>. A date without a time is a day of the zone, and as <c>to</c> is included whole; a time without an
    /// offset is of the zone (architecture 4.7). What is absent is taken from <paramref name="absent"/>.
    /// </summary>
    public static TimeRange Read(Validation validation, string? from, string? to, TimeZoneInfo zone, TimeRange absent)
    {
        var range = new TimeRange(
            ReadEdge(validation, "from", from, zone, 0) ?? absent.From,
            ReadEdge(validation, "to", to, zone, 1) ?? absent.To
        );
        if (range.To < range.From)
            validation.Add("to", "It lies before “from”.");
        return range;
    }

    private static DateOnly DateOf(Instant at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZones.InZone(at, zone).DateTime);

    private static TimeRange Days(DateOnly first, int days, TimeZoneInfo zone) =>
        new(TimeZones.StartOfDay(first, zone), TimeZones.StartOfDay(first.AddDays(days), zone));

    private static Instant? ReadEdge(Validation validation, string field, string? text, TimeZoneInfo zone, int daysAfter)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1970 and < 9000
        )
            return TimeZones.StartOfDay(day.AddDays(daysAfter), zone);
        if (Instant.TryParse(text, zone, out var instant))
            return instant;
        validation.Add(field, "A date as 2026-01-31, or a time as 2026-01-31T09:30:00Z.");
        return null;
    }
}

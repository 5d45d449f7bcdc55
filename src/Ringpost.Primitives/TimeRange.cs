using System.Globalization;

namespace Ringpost.Primitives;

/// <summary>From a moment, included, to another, excluded.</summary>
public readonly record struct TimeRange(Instant From, Instant To)
{
    public static readonly TimeRange All = new(new Instant(0), new Instant(253_402_300_799_999));

    /// <summary>The whole of one day in the zone, 23 to 25 hours.</summary>
    public static TimeRange OfDay(DateOnly day, TimeZoneInfo zone) =>
        new(TimeZones.StartOfDay(day, zone), TimeZones.StartOfDay(day.AddDays(1), zone));

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

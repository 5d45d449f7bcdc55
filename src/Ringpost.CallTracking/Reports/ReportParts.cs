using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>A range as a report reads it: stretches of hours that are added up, and what is between them, whose calls are counted.</summary>
internal sealed record ReportParts(IReadOnlyList<TimeRange> Summed, IReadOnlyList<TimeRange> Counted)
{
    /// <summary>An hour of UTC in milliseconds; hours are numbered from 1970.</summary>
    public const long Hour = 3_600_000;

    public TimeSpan CountedTime => Counted.Aggregate(TimeSpan.Zero, (sum, part) => sum + (part.To - part.From));

    public static TimeRange RangeOf(long hour) => new(new Instant(hour * Hour), new Instant((hour + 1) * Hour));

    /// <summary>The hours that lie in the range with their whole length: from one, included, to another, excluded.</summary>
    public static (long From, long To) HoursIn(TimeRange range) =>
        ((range.From.UnixMilliseconds + Hour - 1) / Hour, range.To.UnixMilliseconds / Hour);

    /// <param name="hours">Those of <see cref="HoursIn"/> that are added up, ascending.</param>
    public static ReportParts Of(TimeRange range, IEnumerable<long> hours)
    {
        var (summed, counted) = (new List<TimeRange>(), new List<TimeRange>());
        var end = range.From;
        foreach (var hour in hours.Select(RangeOf))
        {
            if (end < hour.From)
                counted.Add(new TimeRange(end, hour.From));
            if (summed.Count > 0 && end == hour.From)
                summed[^1] = summed[^1] with { To = hour.To };
            else
                summed.Add(hour);
            end = hour.To;
        }

        if (end < range.To)
            counted.Add(new TimeRange(end, range.To));
        return new ReportParts(summed, counted);
    }
}

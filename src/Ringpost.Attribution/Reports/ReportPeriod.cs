using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// The period before one, and which group of this one each of its groups stands beside: the same hour of the same day counted from the
/// beginning. Whole days of a zone go back whole days, whatever its clock did.
/// </summary>
internal sealed class ReportPeriod
{
    private readonly ReportZone _zone;
    private readonly long _days;
    private readonly bool _isWholeDays;

    public ReportPeriod(ReportZone zone)
    {
        _zone = zone;
        var range = zone.Range;
        var (first, end) = (Day(range.From), Day(range.To));
        _isWholeDays =
            TimeZones.StartOfDay(first, zone.Zone) == range.From && TimeZones.StartOfDay(end, zone.Zone) == range.To && first < end;
        Previous = _isWholeDays
            ? new TimeRange(TimeZones.StartOfDay(first.AddDays(first.DayNumber - end.DayNumber), zone.Zone), range.From)
            : new TimeRange(range.From - (range.To - range.From), range.From);
        _days = first.DayNumber - Day(Previous.From).DayNumber;
    }

    public TimeRange Previous { get; }

    public ReportKey ToThis(ReportKey key, IReadOnlyList<ReportDimension> groupings) =>
        key with
        {
            A = ToThis(key.A, groupings, 0),
            B = ToThis(key.B, groupings, 1),
            C = ToThis(key.C, groupings, 2),
        };

    private long ToThis(long key, IReadOnlyList<ReportDimension> groupings, int place) =>
        place >= groupings.Count ? key
        : groupings[place] is ReportDimension.Day or ReportDimension.Week or ReportDimension.Month ? key + _days
        : groupings[place] == ReportDimension.Hour ? HourOfThis(key)
        : key;

    private long HourOfThis(long hour)
    {
        if (!_isWholeDays)
            return _zone.HourOf(hour + (_zone.Range.From - Previous.From is var back ? (long)back.TotalMilliseconds : 0));
        var clock = DateTime.SpecifyKind(TimeZones.InZone(new Instant(hour), _zone.Zone).DateTime.AddDays(_days), DateTimeKind.Unspecified);
        return _zone.HourOf(Instant.From(new DateTimeOffset(clock, _zone.Zone.GetUtcOffset(clock))).UnixMilliseconds);
    }

    private DateOnly Day(Instant at) => DateOnly.FromDateTime(TimeZones.InZone(at, _zone.Zone).DateTime);
}

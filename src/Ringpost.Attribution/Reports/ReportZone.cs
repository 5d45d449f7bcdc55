using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// A zone over a range of time: the offsets that hold in it. Days and hours of the zone are computed from the same offsets in memory and in
/// SQL. Offsets change at quarters of an hour only.
/// </summary>
internal sealed class ReportZone
{
    private const long Hour = 3_600_000;

    private const long Day = 24 * Hour;

    /// <summary>From when, in unix milliseconds, which offset holds; the first from the beginning.</summary>
    private readonly List<(long From, long Offset)> _offsets = [];

    public ReportZone(TimeZoneInfo zone, TimeRange range)
    {
        (Zone, Range) = (zone, range);
        var from = range.From.UnixMilliseconds;
        _offsets.Add((long.MinValue, OffsetOf(from)));
        for (var at = from; at < range.To.UnixMilliseconds; at += Day)
            AddChanges(at, Math.Min(at + Day, range.To.UnixMilliseconds));
    }

    public TimeZoneInfo Zone { get; }

    public TimeRange Range { get; }

    /// <summary>Whether every hour of the range is an hour of UTC, and the range whole hours.</summary>
    public bool HasWholeHours => IsWhole(Hour) && _offsets.TrueForAll(o => o.Offset % Hour == 0);

    public bool HasWholeQuarters => IsWhole(ReportDeltas.Quarter);

    /// <summary>The number of the zone's day, 0 being 1 January 1970.</summary>
    public long DayOf(long at) => (at + OffsetAt(at)) / Day;

    /// <summary>The moment at which the zone's hour began.</summary>
    public long HourOf(long at) => (at + OffsetAt(at)) / Hour * Hour - OffsetAt(at);

    public string DaySql(string at) => $"(({at}) + {OffsetSql(at)}) / {Day}";

    public string HourSql(string at) => $"(({at}) + {OffsetSql(at)}) / {Hour} * {Hour} - {OffsetSql(at)}";

    private long OffsetAt(long at)
    {
        for (var i = _offsets.Count - 1; i > 0; i--)
            if (at >= _offsets[i].From)
                return _offsets[i].Offset;
        return _offsets[0].Offset;
    }

    private string OffsetSql(string at)
    {
        if (_offsets.Count == 1)
            return $"({_offsets[0].Offset})";
        var cases = Enumerable.Range(1, _offsets.Count - 1).Select(i => $"WHEN {at} < {_offsets[i].From} THEN {_offsets[i - 1].Offset}");
        return $"(CASE {string.Join(" ", cases)} ELSE {_offsets[^1].Offset} END)";
    }

    /// <summary>Halves the way to each change of offset; a day has few.</summary>
    private void AddChanges(long from, long to)
    {
        while (OffsetOf(from) != OffsetOf(to))
        {
            var (before, after) = (from, to);
            while (after - before > 1)
            {
                var middle = before + ((after - before) / 2);
                if (OffsetOf(middle) == OffsetOf(from))
                    before = middle;
                else
                    after = middle;
            }

            if (after >= Range.To.UnixMilliseconds)
                return;
            _offsets.Add((after, OffsetOf(after)));
            from = after;
        }
    }

    private long OffsetOf(long at) => (long)TimeZones.InZone(new Instant(at), Zone).Offset.TotalMilliseconds;

    private bool IsWhole(long span) => Range.From.UnixMilliseconds % span == 0 && Range.To.UnixMilliseconds % span == 0;
}

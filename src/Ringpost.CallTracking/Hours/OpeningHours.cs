using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Hours;

/// <summary>
/// The hours of a week in a zone (ringba.md 7, 8.2): at most one span a day, less its breaks. Hours are read off the zone's clock, so that
/// a day of 23 or 25 hours opens and closes by that clock too.
/// </summary>
/// <param name="TimeZone">By IANA or Windows name.</param>
/// <param name="Days">A day that is absent is closed.</param>
public sealed record OpeningHours(string TimeZone, IReadOnlyList<OpenDay> Days)
{
    private const int MinutesOfDay = 24 * 60;
    private const int MinutesOfWeek = 7 * MinutesOfDay;

    /// <summary>The same minute comes back after a week; where the clock skips it, after two.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(15);

    private BitArray? _week;
    private TimeZoneInfo? _zone;

    /// <summary>The minute since 1970 that was asked for last, twice, plus 1 where it is open: hundreds of targets are ranked for each call.</summary>
    private long _lastAsked = -1;

    public bool IsOpen(Instant at)
    {
        var minute = at.UnixMilliseconds / 60_000;
        var last = Volatile.Read(ref _lastAsked);
        if (last >> 1 == minute)
            return (last & 1) != 0;
        var open = Week[MinuteOfWeek(at)];
        Volatile.Write(ref _lastAsked, (minute << 1) | (open ? 1L : 0L));
        return open;
    }

    /// <summary>When it opens next, on the minute; <paramref name="at"/> itself while it is open. Null where no hour is ever open.</summary>
    public Instant? NextOpening(Instant at)
    {
        if (IsOpen(at))
            return at;
        var minute = at.UnixMilliseconds / 60_000 + 1;
        for (var last = minute + (long)Farthest.TotalMinutes; minute <= last; )
        {
            // Every zone's clock runs straight from one quarter of an hour in UTC to the next.
            var local = MinuteOfWeek(new Instant(minute * 60_000));
            var quarter = (minute / 15 + 1) * 15;
            for (; minute < quarter; minute++, local = (local + 1) % MinutesOfWeek)
                if (Week[local])
                    return new Instant(minute * 60_000);
        }

        return null;
    }

    public static OpeningHours? FromJson(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<OpeningHours>(json, RingpostJson.Options);

    public string ToJson() => JsonSerializer.Serialize(this, RingpostJson.Options);

    public bool Equals(OpeningHours? other) => other is not null && other.ToJson() == ToJson();

    public override int GetHashCode() => TimeZone.GetHashCode(StringComparison.Ordinal);

    /// <summary>A bit for each minute from Sunday midnight.</summary>
    private BitArray Week => _week ??= Draw(Days);

    // A zone that this machine does not know was checked on another one: UTC keeps the calls running.
    private TimeZoneInfo Zone => _zone ??= TimeZones.TryFind(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    private int MinuteOfWeek(Instant at)
    {
        var local = TimeZones.InZone(at, Zone);
        return (int)local.DayOfWeek * MinutesOfDay + local.Hour * 60 + local.Minute;
    }

    private static BitArray Draw(IReadOnlyList<OpenDay> days)
    {
        var week = new BitArray(MinutesOfWeek);
        foreach (var day in days)
        {
            var opens = (int)day.Day * MinutesOfDay + Minute(day.Open);
            Fill(week, opens, day.Minutes, true);
            foreach (var pause in day.Breaks)
                Fill(week, opens + day.MinutesTo(pause.Start), pause.Minutes, false, opens + day.Minutes);
        }

        return week;
    }

    private static void Fill(BitArray week, int from, int minutes, bool open, int end = int.MaxValue)
    {
        for (var minute = from; minute < from + minutes && minute < end; minute++)
            week[minute % MinutesOfWeek] = open;
    }

    internal static int Minute(TimeOnly time) => time.Hour * 60 + time.Minute;
}

/// <summary>
/// The span of a day, from <paramref name="Open"/> until <paramref name="Close"/>. A close that is not after the open is of the next day:
/// 22:00–06:00 goes over midnight, 00:00–00:00 is the whole day.
/// </summary>
public sealed record OpenDay(
    DayOfWeek Day,
    [property: JsonConverter(typeof(ClockJson))] TimeOnly Open,
    [property: JsonConverter(typeof(ClockJson))] TimeOnly Close,
    IReadOnlyList<HoursBreak> Breaks
)
{
    /// <summary>How long it is open, breaks included.</summary>
    internal int Minutes => MinutesTo(Close) is 0 ? 24 * 60 : MinutesTo(Close);

    /// <summary>From the opening to the next <paramref name="time"/>.</summary>
    internal int MinutesTo(TimeOnly time) => (OpeningHours.Minute(time) - OpeningHours.Minute(Open) + 24 * 60) % (24 * 60);
}

/// <summary>A pause within a day's span.</summary>
public sealed record HoursBreak([property: JsonConverter(typeof(ClockJson))] TimeOnly Start, int Minutes);

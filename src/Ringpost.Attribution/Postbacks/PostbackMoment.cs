using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// Reads <c>dt</c>: ISO 8601, to the minute at least when there is a time; without an offset it is the instance's time. A space before the
/// offset is a <c>+</c> that was sent unencoded (cake.md 2.3).
/// </summary>
internal static class PostbackMoment
{
    public static bool TryRead(ReadOnlySpan<char> text, TimeZoneInfo zone, out Instant moment)
    {
        moment = default;
        if (
            text.Length < 10
            || !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        )
            return false;
        var clock = TimeSpan.Zero;
        var rest = text[10..];
        if (!rest.IsEmpty)
        {
            if (rest[0] is not ('T' or 't' or ' ') || !TryReadClock(rest[1..], out clock, out rest))
                return false;
        }

        if (rest.IsEmpty)
            return TryPlace(date, clock, zone, out moment);
        if (!TryReadOffset(rest, out var offset))
            return false;
        var ticks = date.ToDateTime(TimeOnly.MinValue).Ticks + clock.Ticks - offset.Ticks;
        if (ticks < DateTime.UnixEpoch.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        moment = new Instant((ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
        return true;
    }

    private static bool TryPlace(DateOnly date, TimeSpan clock, TimeZoneInfo zone, out Instant moment)
    {
        moment = default;
        if (date.Year is < 1971 or > 9990)
            return false;
        var local = date.ToDateTime(TimeOnly.MinValue) + clock;
        moment = Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
        return true;
    }

    private static bool TryReadClock(ReadOnlySpan<char> text, out TimeSpan clock, out ReadOnlySpan<char> rest)
    {
        clock = default;
        rest = default;
        if (text.Length < 5 || text[2] != ':' || !TwoDigits(text, 23, out var hour) || !TwoDigits(text[3..], 59, out var minute))
            return false;
        rest = text[5..];
        clock = new TimeSpan(hour, minute, 0);
        if (rest.IsEmpty || rest[0] != ':')
            return true;
        if (rest.Length < 3 || !TwoDigits(rest[1..], 59, out var second))
            return false;
        clock += TimeSpan.FromSeconds(second);
        rest = rest[3..];
        if (rest.IsEmpty || rest[0] is not ('.' or ','))
            return true;
        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length - 1 : digits;
        if (digits is 0 or > 9)
            return false;
        // Storage keeps milliseconds; what is finer is left out.
        var milliseconds = 0;
        for (var i = 0; i < 3; i++)
            milliseconds = (milliseconds * 10) + (i < digits ? rest[1 + i] - '0' : 0);
        clock += TimeSpan.FromMilliseconds(milliseconds);
        rest = rest[(1 + digits)..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
            return true;
        if (text[0] is not ('+' or ' ' or '-') || !TwoDigits(text[1..], 14, out var hours))
            return false;
        var minutes = 0;
        var rest = text[3..];
        if (!rest.IsEmpty)
        {
            if (rest[0] == ':')
                rest = rest[1..];
            if (rest.Length != 2 || !TwoDigits(rest, 59, out minutes))
                return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-')
            offset = -offset;
        return true;
    }

    private static bool TwoDigits(ReadOnlySpan<char> text, int most, out int value)
    {
        value = 0;
        if (text.Length < 2 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]))
            return false;
        value = ((text[0] - '0') * 10) + text[1] - '0';
        return value <= most;
    }
}

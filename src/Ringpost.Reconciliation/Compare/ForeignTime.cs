namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// A time as a file writes it: year first, or two numbers and a year in either order, 12 or 24 hours, with or without seconds, fractions and
/// offset; milliseconds or seconds since 1970; <c>/Date(…)/</c>.
/// </summary>
/// <param name="Clock">Milliseconds since 1970 by the clock of the file's zone, or in UTC where <paramref name="IsMoment"/>.</param>
/// <param name="IsMoment">Whether the text itself says which moment it is.</param>
/// <param name="First">The first number of a date whose year stands last; 0 where the order is plain.</param>
/// <param name="Second">The second one.</param>
internal readonly record struct ForeignTime(long Clock, bool IsMoment, int First, int Second)
{
    private static readonly (string Name, int Hours)[] Offsets =
    [
        ("UTC", 0),
        ("GMT", 0),
        ("Z", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
    ];

    public static bool TryRead(ReadOnlySpan<char> text, bool dayFirst, out ForeignTime time)
    {
        time = default;
        text = text.Trim();
        if (text.StartsWith("/Date("))
            text = text[6..].TrimEnd(")/");
        var at = 0;
        if (!Digits(text, ref at, out var one, out var width))
            return false;
        if (at == text.Length)
        {
            // Under 100,000,000,000 these are seconds, to the year 5138.
            time = new ForeignTime(one < 100_000_000_000 ? one * 1000 : one, true, 0, 0);
            return one is > 100_000_000 and < 253_402_300_800_000;
        }

        var separator = text[at];
        if (
            separator is not ('/' or '-' or '.')
            || !Skip(text, ref at, separator)
            || !Digits(text, ref at, out var two, out _)
            || !Skip(text, ref at, separator)
            || !Digits(text, ref at, out var three, out var yearWidth)
        )
            return false;
        var (year, month, day) =
            width == 4 ? (one, two, three)
            : dayFirst ? (three, two, one)
            : (three, one, two);
        if (width != 4 && yearWidth == 2)
            year += 2000;
        if (year is < 1970 or > 9000 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month))
        {
            time = new ForeignTime(0, false, width == 4 ? 0 : (int)Math.Min(one, 99), width == 4 ? 0 : (int)Math.Min(two, 99));
            return false;
        }

        if (!TryClock(text[at..], out var milliseconds, out var offset))
            return false;
        var date = new DateOnly((int)year, (int)month, (int)day).DayNumber - Epoch;
        time = new ForeignTime(
            date * 86_400_000L + milliseconds - (offset ?? 0) * 60_000L,
            offset is not null,
            width == 4 ? 0 : (int)one,
            width == 4 ? 0 : (int)two
        );
        return true;
    }

    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    private static bool TryClock(ReadOnlySpan<char> text, out long milliseconds, out int? offset)
    {
        (milliseconds, offset) = (0, null);
        text = text.TrimStart(" T,");
        if (text.IsEmpty)
            return true;
        var at = 0;
        if (!Digits(text, ref at, out var hour, out _) || !Skip(text, ref at, ':') || !Digits(text, ref at, out var minute, out _))
            return false;
        var second = 0L;
        if (at < text.Length && text[at] == ':' && !(Skip(text, ref at, ':') && Digits(text, ref at, out second, out _)))
            return false;
        var fraction = 0L;
        if (at < text.Length && text[at] is '.' or ',')
        {
            at++;
            if (!Digits(text, ref at, out _, out var width))
                return false;
            for (var i = 0; i < 3; i++)
                fraction = fraction * 10 + (i < width ? text[at - width + i] - '0' : 0);
        }

        var rest = text[at..].Trim();
        if (rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase))
        {
            if (hour is < 1 or > 12)
                return false;
            hour = hour % 12 + (rest[0] is 'P' or 'p' ? 12 : 0);
            rest = rest[2..].Trim();
        }

        milliseconds = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
        return hour < 24 && minute < 60 && second < 60 && TryOffset(rest, out offset);
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int? minutes)
    {
        minutes = null;
        if (text.IsEmpty)
            return true;
        foreach (var (name, hours) in Offsets)
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                minutes = hours * 60;
                return true;
            }

        if (text[0] is not ('+' or '-'))
            return false;
        var at = 1;
        if (!Digits(text, ref at, out var hour, out var width))
            return false;
        var minute = 0L;
        if (at < text.Length && !(Skip(text, ref at, ':') && Digits(text, ref at, out minute, out _)))
            return false;
        if (width == 4)
            (hour, minute) = (hour / 100, hour % 100);
        minutes = (int)(hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return at == text.Length && hour <= 14 && minute < 60;
    }

    private static bool Skip(ReadOnlySpan<char> text, ref int at, char wanted) => at < text.Length && text[at++] == wanted;

    private static bool Digits(ReadOnlySpan<char> text, ref int at, out long number, out int width)
    {
        var from = at;
        for (number = 0; at < text.Length && char.IsAsciiDigit(text[at]) && at - from < 18; at++)
            number = number * 10 + (text[at] - '0');
        width = at - from;
        return width > 0;
    }
}

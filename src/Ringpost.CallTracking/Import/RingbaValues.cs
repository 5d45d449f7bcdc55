using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>Reads the values of Ringba's call log, as its API and its CSV write them (ringba.md 10.3).</summary>
internal static class RingbaValues
{
    private static readonly string[] Moments =
    [
        "M/d/yyyy h:mm:ss tt",
        "M/d/yyyy h:mm tt",
        "M/d/yyyy H:mm:ss",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd h:mm:ss tt",
        "yyyy-MM-ddTHH:mm:ss",
    ];

    /// <summary>What marks a missing value in Ringba's files.</summary>
    private const string NoValue = "-no value-";

    /// <summary>Names and titles compare without blanks, underscores and case.</summary>
    public static string Plain(string name) => string.Concat(name.Where(c => c is not (' ' or '_' or '\uFEFF'))).ToLowerInvariant();

    public static string? Text(string? cell) =>
        cell?.Trim().TrimStart('\'') is { Length: > 0 } text && !text.Equals(NoValue, StringComparison.OrdinalIgnoreCase) ? text : null;

    public static bool TryFlag(string? text, out bool flag)
    {
        flag = text?.ToUpperInvariant() is "TRUE" or "YES" or "1";
        return flag || text?.ToUpperInvariant() is null or "FALSE" or "NO" or "0";
    }

    /// <summary>Milliseconds since 1970, a time with its offset, or one by the clock of the zone.</summary>
    public static bool TryMoment(string text, TimeZoneInfo zone, out Instant moment)
    {
        moment = default;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            moment = new Instant(number < 100_000_000_000 ? number * 1000 : number);
            return number > 0 && number < 100_000_000_000_000;
        }

        if (DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local))
        {
            while (zone.IsInvalidTime(local))
                local = local.AddMinutes(15);
            // Of an hour that comes twice the first one, as the product does it everywhere.
            var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
            moment = Instant.From(new DateTimeOffset(local, offset));
            return true;
        }

        if (!text.EndsWith('Z') && text.LastIndexOfAny(['+', '-']) < 11)
            return false;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given))
            return false;
        moment = Instant.From(given);
        return true;
    }

    /// <summary>Seconds, or <c>hours:minutes:seconds</c>, where hours may be more than 24.</summary>
    public static bool TrySeconds(string text, out long seconds)
    {
        seconds = 0;
        var parts = text.Split(':');
        if (parts.Length is not (1 or 3))
            return false;
        foreach (var part in parts)
        {
            if (
                !decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > int.MaxValue
            )
                return false;
            seconds = seconds * 60 + (long)decimal.Truncate(number);
        }

        return true;
    }

    /// <summary>An amount of 0 or more, with or without a sign of its currency and commas between thousands.</summary>
    public static bool TryAmount(string text, out long millionths)
    {
        millionths = 0;
        var plain = string.Concat(text.Where(c => c is not (',' or '$' or '€' or '£' or ' ')));
        if (!decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) || amount is < 0 or > Money.Largest)
            return false;
        millionths = Money.ToMillionths(amount);
        return true;
    }
}

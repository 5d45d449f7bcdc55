using System.Globalization;
using PhoneNumbers;
using Ringpost.Console.Shell;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>
/// How numbers, money, times and telephone numbers read (design.md, Words), unless the person reads them in another way: see
/// <see cref="PersonCulture"/>.
/// </summary>
public static class ConsoleFormat
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    private static CultureInfo Culture => PersonCulture.Current ?? CultureInfo.InvariantCulture;

    /// <summary><c>1,238</c>.</summary>
    public static string Count(long count) => count.ToString("#,##0", Culture);

    /// <summary><c>45.00</c>: for a column whose head names the currency.</summary>
    public static string Amount(long millionths) => Amount(millionths / 1_000_000m);

    /// <inheritdoc cref="Amount(long)"/>
    public static string Amount(decimal amount) => amount.ToString("#,##0.00####", Culture);

    /// <summary>A number in a pattern of .NET, as <c>0.0</c>.</summary>
    public static string Number(decimal value, string pattern) => value.ToString(pattern, Culture);

    /// <summary><c>$45.00</c>, or <c>45.00 CHF</c> where no sign is known.</summary>
    public static string Money(long millionths, Currency currency)
    {
        var sign = currency.Code switch
        {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            _ => null,
        };
        var amount = Amount(Math.Abs(millionths));
        return (millionths < 0 ? "−" : "")
            + (
                sign is null ? $"{amount} {currency.Code}"
                : PersonCulture.Current is { NumberFormat.CurrencyPositivePattern: 1 or 3 } ? $"{amount} {sign}"
                : sign + amount
            );
    }

    /// <summary>A share of 0 to 1 as <c>41.9 %</c>; a dash where there is none.</summary>
    public static string Percent(decimal? share) => share is null ? "–" : (share.Value * 100).ToString("0.0", Culture) + " %";

    /// <summary>Seconds as <c>00:09:04</c>; a dash for no length.</summary>
    public static string Length(long? seconds) =>
        seconds is not { } s ? "–" : string.Create(CultureInfo.InvariantCulture, $"{s / 3600:00}:{s / 60 % 60:00}:{s % 60:00}");

    /// <summary><c>2026-01-31 09:30:05</c> in the zone.</summary>
    public static string Time(Instant at, TimeZoneInfo zone) => $"{Date(at, zone)} {Clock(at, zone)}";

    /// <summary><c>2026-01-31 09:30</c> in the zone.</summary>
    public static string Minute(Instant at, TimeZoneInfo zone) => $"{Date(at, zone)} {InZone(at, zone, "HH:mm", "t")}";

    /// <summary><c>2026-01-31</c> in the zone.</summary>
    public static string Date(Instant at, TimeZoneInfo zone) => InZone(at, zone, "yyyy-MM-dd", "d");

    /// <summary><c>09:30:05</c> in the zone.</summary>
    public static string Clock(Instant at, TimeZoneInfo zone) => InZone(at, zone, "HH:mm:ss", "T");

    private static string InZone(Instant at, TimeZoneInfo zone, string ours, string theirs) =>
        TimeZones.InZone(at, zone).ToString(PersonCulture.Current is null ? ours : theirs, Culture);

    /// <summary><c>+1 (202) 555-0181</c>; a text that is no number, or is masked, stays as it is.</summary>
    public static string Phone(string number)
    {
        if (number.Length == 0 || number.Contains('•', StringComparison.Ordinal))
            return number;
        try
        {
            var parsed = Numbers.Parse(number, null);
            return parsed.CountryCode == 1 && $"{parsed.NationalNumber}" is { Length: 10 } n
                ? $"+1 ({n[..3]}) {n[3..6]}-{n[6..]}"
                : Numbers.Format(parsed, PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return number;
        }
    }

    /// <summary><c>3 minutes ago</c>, <c>in 2 hours</c>; stands only beside the exact time.</summary>
    public static string Relative(Instant at, Instant now)
    {
        var gap = now - at;
        var size = gap.Duration();
        if (size < TimeSpan.FromSeconds(5))
            return T["now"];
        var words =
            size.TotalSeconds < 60 ? T.Many("{0} second", "{0} seconds", (int)size.TotalSeconds)
            : size.TotalMinutes < 60 ? T.Many("{0} minute", "{0} minutes", (int)size.TotalMinutes)
            : size.TotalHours < 48 ? T.Many("{0} hour", "{0} hours", (int)size.TotalHours)
            : T.Many("{0} day", "{0} days", (int)size.TotalDays);
        return gap >= TimeSpan.Zero ? T["{0} ago", words] : T["in {0}", words];
    }
}

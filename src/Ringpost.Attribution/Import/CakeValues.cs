using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>How CAKE's files write values (cake.md 5.6, 5.9, 9.4). No I/O; everything is a text that may be anything.</summary>
internal static class CakeValues
{
    private static readonly string[] Dates =
    [
        "yyyy-MM-dd",
        "dd-MM-yyyy",
        "M/d/yyyy",
        "M/d/yy",
        "M/d/yyyy H:mm:ss",
        "M/d/yyyy H:mm",
        "M/d/yyyy h:mm:ss tt",
        "M/d/yyyy h:mm tt",
        "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm",
    ];

    /// <summary>Lower-case letters and digits: <c>Offer ID</c>, <c>offer_id</c> and <c>OfferId</c> are one name.</summary>
    public static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>
    /// An amount or a percentage, in millionths: <c>2.5000</c>, <c>$1,250.00</c>, <c>70%</c>, <c>EUR 3</c>. More than six digits behind the
    /// point are rounded half away from zero.
    /// </summary>
    public static bool TryMoney(string text, out long millionths, out bool rounded)
    {
        (millionths, rounded) = (0, false);
        var digits = text.Trim().TrimEnd('%').Trim();
        digits = digits.TrimStart('$', '€', '£').Trim();
        if (digits.Length > 4 && digits[..3].All(char.IsAsciiLetterUpper))
            digits = digits[3..].Trim();
        if (digits.Contains(',', StringComparison.Ordinal))
        {
            var whole = digits.Split('.')[0].Split(',');
            if (whole[0].Length is 0 or > 3 || whole.Skip(1).Any(g => g.Length != 3))
                return false;
            digits = digits.Replace(",", "", StringComparison.Ordinal);
        }

        if (
            digits.Length > 28
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount > 9_000_000_000_000m
        )
            return false;
        millionths = Money.ToMillionths(amount);
        rounded = millionths / 1_000_000m != amount;
        return true;
    }

    public static bool? Flag(string text) =>
        Plain(text) switch
        {
            "true" or "on" or "yes" or "1" or "y" => true,
            "false" or "off" or "no" or "0" or "n" => false,
            _ => null,
        };

    /// <summary>A moment without offset is the instance's time (cake.md 9.4).</summary>
    public static bool TryMoment(string text, TimeZoneInfo zone, out Instant moment)
    {
        text = text.Trim();
        if (text.StartsWith("/Date(", StringComparison.Ordinal))
        {
            var digits = string.Concat(text.Where(char.IsAsciiDigit));
            var read = long.TryParse(digits, CultureInfo.InvariantCulture, out var number) && number < 253_402_300_800_000;
            moment = new Instant(digits.Length > 10 ? number : number * 1000);
            return read;
        }

        if (DateTime.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            // In the hour that a zone leaves out in spring, the moment is as far after the change as the clock says.
            var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1)) : zone.GetUtcOffset(local);
            moment = Instant.From(new DateTimeOffset(local, TimeSpan.Zero) - offset);
            return moment.UnixMilliseconds >= 0;
        }

        return Instant.TryParse(text, zone, out moment);
    }

    /// <summary>A word of ours for CAKE's number or name; null where there is none.</summary>
    public static string? Word(string text, IReadOnlyDictionary<string, string> words) => words.GetValueOrDefault(Plain(text));

    public static readonly Dictionary<string, string> AccountStatuses = new()
    {
        ["1"] = "active",
        ["active"] = "active",
        ["2"] = "inactive",
        ["inactive"] = "inactive",
        ["3"] = "pending",
        ["pending"] = "pending",
    };

    public static readonly Dictionary<string, string> OfferStatuses = new()
    {
        ["1"] = "public",
        ["public"] = "public",
        ["2"] = "private",
        ["private"] = "private",
        ["3"] = "applyToRun",
        ["applytorun"] = "applyToRun",
        ["4"] = "inactive",
        ["inactive"] = "inactive",
    };

    public static readonly Dictionary<string, string> PriceFormats = new()
    {
        ["1"] = "CPA",
        ["cpa"] = "CPA",
        ["2"] = "CPC",
        ["cpc"] = "CPC",
        ["3"] = "CPM",
        ["cpm"] = "CPM",
        ["4"] = "Fixed",
        ["fixed"] = "Fixed",
        ["5"] = "RevShare",
        ["revshare"] = "RevShare",
    };

    public static readonly Dictionary<string, string> EventTypes = new()
    {
        ["conversionmacroevent"] = "macro",
        ["macroeventconversion"] = "macro",
        ["macro"] = "macro",
        ["macroconversion"] = "macro",
        ["conversion"] = "macro",
        ["microevent"] = "micro",
        ["micro"] = "micro",
        ["event"] = "micro",
    };

    public static readonly Dictionary<string, string> CreativeTypes = new()
    {
        ["1"] = "link",
        ["link"] = "link",
        ["2"] = "email",
        ["email"] = "email",
        ["3"] = "image",
        ["image"] = "image",
        ["4"] = "flash",
        ["flash"] = "flash",
        ["5"] = "text",
        ["text"] = "text",
        ["6"] = "html",
        ["html"] = "html",
        ["7"] = "video",
        ["video"] = "video",
    };

    public static readonly Dictionary<string, string> CreativeStatuses = new()
    {
        ["1"] = "active",
        ["active"] = "active",
        ["2"] = "inactive",
        ["inactive"] = "inactive",
        ["3"] = "hidden",
        ["hidden"] = "hidden",
    };

    public static readonly Dictionary<string, string> Regenerations = new()
    {
        ["ip"] = "ip",
        ["ipaddress"] = "ip",
        ["ipuseragent"] = "ipAndUserAgent",
        ["ipanduseragent"] = "ipAndUserAgent",
        ["device"] = "ipAndUserAgent",
        ["subid"] = "subId",
        ["none"] = "none",
    };

    public static readonly Dictionary<string, string> Currencies = new()
    {
        ["1"] = "USD",
        ["2"] = "EUR",
        ["3"] = "GBP",
        ["4"] = "AUD",
        ["5"] = "CAD",
    };

    public static readonly Dictionary<string, string> Dispositions = new()
    {
        ["1"] = "pending",
        ["pending"] = "pending",
        ["2"] = "rejected",
        ["rejected"] = "rejected",
        ["3"] = "approved",
        ["approved"] = "approved",
        ["4"] = "returned",
        ["returned"] = "returned",
    };
}

using System.Collections.Frozen;
using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Rates;

/// <summary>
/// Rates by currency and day of the instance's zone: how many units of the base currency one unit was worth (cake.md 5.9). There is no rate but
/// of that very day: never 1 : 1, never yesterday's (cake.md 2.3a).
/// </summary>
public sealed class RateBook(Currency baseCurrency, FrozenDictionary<(string Currency, int Day), decimal> rates)
{
    public static readonly RateBook Empty = new(Currency.Usd, FrozenDictionary<(string, int), decimal>.Empty);

    /// <summary>Units of <paramref name="to"/> per unit of <paramref name="from"/> on the day; null where a rate is missing.</summary>
    public decimal? Between(Currency from, Currency to, DateOnly day)
    {
        if (from == to)
            return 1;
        return ToBase(from, day) is { } sent && ToBase(to, day) is { } own ? sent / own : null;
    }

    private decimal? ToBase(Currency currency, DateOnly day) =>
        currency == baseCurrency ? 1
        : rates.TryGetValue((currency.Code, day.DayNumber), out var rate) ? rate
        : null;

    /// <summary>As days are stored and written.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static bool TryReadDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && day.Year is > 1970 and < 9000;
}

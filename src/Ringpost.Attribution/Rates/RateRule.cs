using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Rates;

internal readonly record struct RateDraft(string Currency, string Day, decimal Rate);

/// <summary>What a rate may be. Between a millionth and a million, so that no converted amount loses its digits.</summary>
internal static class RateRule
{
    private const decimal Least = 0.000001m,
        Most = 1_000_000m;

    public static RateDraft Read(Validation validation, SetRate.Request request, Currency own)
    {
        if (!Currency.TryParse(request.Currency?.Trim(), out var currency))
            validation.Add("currency", "A currency is an ISO 4217 code, as USD or EUR.");
        else if (currency == own)
            validation.Add("currency", $"{own} is the instance's own currency: its rate is 1.");
        if (!RateBook.TryReadDay(request.Day?.Trim(), out var day))
            validation.Add("day", "A day is written as 2026-01-31.");
        if (request.Rate is not { } rate || rate == Validation.NoAmount)
            validation.Add("rate", $"What one unit was worth in {own}, as 1.0834.");
        else if (rate is < Least or > Most || rate.Scale > 12)
            validation.Add("rate", $"From {Least} to {Most:0}, with at most 12 decimals.");
        else
            return new RateDraft(currency.Code, RateBook.Text(day), rate);
        return default;
    }

    /// <summary>As files write it: digits with an optional point.</summary>
    public static decimal? ReadRate(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : Validation.NoAmount;
}

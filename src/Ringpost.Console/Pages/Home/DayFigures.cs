using System.Globalization;
using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Console.Pages.Home;

/// <summary>Part of a day in figures: calls, revenue and payout of the call side, conversions of the other. Amounts in the base currency only.</summary>
internal sealed record DayFigures(
    decimal[] CallsByHour,
    decimal[] ConversionsByHour,
    decimal[] RevenueByHour,
    decimal[] PayoutByHour,
    bool HasOtherCurrencies
)
{
    public long Calls => (long)CallsByHour.Sum();

    public long Conversions => (long)ConversionsByHour.Sum();

    public decimal Revenue => RevenueByHour.Sum();

    public decimal Payout => PayoutByHour.Sum();

    public static async Task<Result<DayFigures>> ReadAsync(
        CallReport calls,
        GetReport conversions,
        Actor actor,
        Instance instance,
        Instant from,
        Instant to
    )
    {
        var called = await calls.RunAsync(
            actor,
            new()
            {
                From = $"{from}",
                To = $"{to}",
                GroupBy = nameof(CallReportGrouping.Hour),
                Zone = instance.Zone.Id,
            }
        );
        if (!called.IsOk)
            return called.Refusal;
        var converted = await conversions.RunAsync(
            actor,
            new()
            {
                GroupBy = "hour",
                From = $"{from}",
                To = $"{to}",
                Zone = instance.Zone.Id,
            }
        );
        if (!converted.IsOk)
            return converted.Refusal;

        var figures = new DayFigures(
            new decimal[24],
            new decimal[24],
            new decimal[24],
            new decimal[24],
            called.Value.Rows.Any(r => r.Currency != instance.Currency.Code)
        );
        foreach (var row in called.Value.Rows)
        {
            var hour = Hour(row.Key!);
            figures.CallsByHour[hour] += row.Incoming;
            if (row.Currency != instance.Currency.Code)
                continue;
            figures.RevenueByHour[hour] += row.Revenue ?? 0;
            figures.PayoutByHour[hour] += row.Payout ?? 0;
        }

        foreach (var row in converted.Value.Rows)
            figures.ConversionsByHour[Hour(row.Key)] += row.Records;
        return figures;
    }

    /// <summary>Of a key as <c>2026-01-31T09:00+01:00</c>. The hour that a clock going back repeats is one bar.</summary>
    private static int Hour(string key) => int.Parse(key.AsSpan(11, 2), NumberStyles.None, CultureInfo.InvariantCulture);
}

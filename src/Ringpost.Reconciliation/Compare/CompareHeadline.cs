using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>“1,238 calls, 1,226 conversions: 9 never arrived (405.00), 2 counted twice (60.00), 1 on another day”.</summary>
internal static class CompareHeadline
{
    public static string Of(CompareReport report)
    {
        var books = string.Create(
            CultureInfo.InvariantCulture,
            $"{Number(report.Counted, "call")}, {Number(report.CountedConversions, "conversion")}: "
        );
        var parts = report.Totals.Where(t => t.Differs).Select(t => Part(t, report.ComparesPaid && report.ComparesReceived)).ToList();
        return books + (parts.Count == 0 ? "they agree" : string.Join(", ", parts));
    }

    /// <summary>“405.00”, “405.00 USD + 20.00 EUR”; empty where it is nothing.</summary>
    public static string Sum(IReadOnlyList<CompareSum> sums)
    {
        var some = sums.Where(s => s.Millionths != 0).ToList();
        var named = some.Count > 1 || some.Exists(s => s.Currency is not null && s.Currency != Currency.Usd);
        return string.Join(
            " + ",
            some.Select(s => Amount(s.Millionths) + (named && s.Currency is { } currency ? $" {currency.Code}" : ""))
        );
    }

    public static string Amount(long millionths) => (millionths / 1_000_000m).ToString("#,##0.00##", CultureInfo.InvariantCulture);

    public static string Number(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Part(CompareTotal total, bool both)
    {
        var (paid, received) = (Sum(total.Paid), Sum(total.Received));
        var money =
            !both ? paid + received
            : paid.Length == 0 || received.Length == 0 ? Named(paid, "paid") + Named(received, "received")
            : $"{paid} paid, {received} received";
        return string.Create(CultureInfo.InvariantCulture, $"{total.Count:N0} {total.Words}{(money.Length == 0 ? "" : $" ({money})")}");
    }

    private static string Named(string sum, string side) => sum.Length == 0 ? "" : $"{sum} {side}";
}

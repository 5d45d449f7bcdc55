using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Says which columns were held against each other, and what to do about what was found out. Without I/O.</summary>
internal static class CompareAdvice
{
    public static IReadOnlyList<string> Compared(CallBook calls, ConversionBook conversions, (bool Paid, bool Received) compares)
    {
        var compared = new List<string>();
        if (compares.Paid)
            compared.Add(Pair(calls, CallColumn.Payout, conversions, ConversionColumn.Paid));
        if (compares.Received)
            compared.Add(Pair(calls, CallColumn.Revenue, conversions, ConversionColumn.Received));
        return compared;
    }

    public static IEnumerable<string> Of(
        CallBook calls,
        ConversionBook conversions,
        (bool Paid, bool Received) compares,
        ZoneDecision zones,
        CompareTally tally,
        CompareRequest request
    )
    {
        if (zones.Advice is { } advice)
            yield return advice;
        if (request.DaysIn is null && tally.Totals().Any(t => t.ByZone))
            yield return "Some days differ only because the books are kept in two zones: ask both for their reports in one zone, or pass --days-in ZONE to count days in one.";
        if (!compares.Paid && !compares.Received)
            yield return "No amounts are compared: the files have no pair of like ones (payout and paid, revenue and received). If titles hide them, pass --column calls.payout=TITLE and --column conversions.paid=TITLE.";
        if (conversions.Rows.Count > 0 && !Joins(conversions, JoinReason.CallId) && conversions.Plan.Has((int)ConversionColumn.Call))
            yield return $"No “{conversions.Plan.Title((int)ConversionColumn.Call)}” is a call's id. If another column carries it, pass --column conversions.call=TITLE; in the pixel it is t=[Call:InboundCallId].";
        if (calls.Count == 0 || conversions.Count == 0)
            yield return $"{(calls.Count == 0 ? calls.Source.Name : conversions.Source.Name)} has no rows.";
        else if (calls.Span() is var (from, to) && conversions.Span() is var (first, last) && (last < from || first > to))
            yield return $"The times of the files do not meet: calls {Text(from)} to {Text(to)}, conversions {Text(first)} to {Text(last)}. See --calls-date-order, --conversions-date-order.";
        if (calls.Skipped + conversions.Skipped > 0)
            yield return $"{CompareHeadline.Number(calls.Skipped + conversions.Skipped, "row")} could not be read and were left out, as --skip says.";
    }

    private static string Pair(CallBook calls, CallColumn one, ConversionBook conversions, ConversionColumn other) =>
        $"calls' {calls.Plan.Title((int)one)} with conversions' {conversions.Plan.Title((int)other)}";

    private static bool Joins(ConversionBook conversions, JoinReason reason)
    {
        for (var i = 0; i < conversions.Rows.Count; i++)
            if (conversions.Rows[i].Reason == reason)
                return true;
        return false;
    }

    private static string Text(long at) => new Instant(at).ToString()[..10];
}

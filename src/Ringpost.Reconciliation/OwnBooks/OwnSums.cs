using System.Globalization;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>Adds up what was judged. Without I/O.</summary>
internal sealed class OwnSums(Currency currency)
{
    private readonly SortedDictionary<(AgreementVerdict Verdict, bool Differs), Sum> _cells = [];
    private long _calls,
        _payout,
        _revenue,
        _conversions,
        _paid,
        _received,
        _pending,
        _matched;

    public void Add(JudgedCall judged)
    {
        var call = judged.Call;
        if (call is not null)
            (_payout, _revenue) = (_payout + call.Payout, _revenue + call.Revenue);
        if (judged.Place.Part == OwnPart.Calls)
        {
            _calls++;
            _conversions++;
            if (judged.Findings is [{ Verdict: AgreementVerdict.Matched }])
                _matched++;
        }

        foreach (var conversion in judged.Conversions.Where(OwnRule.Counts))
        {
            if (conversion.Disposition == "pending")
                _pending++;
            if (conversion.Currency == currency)
                (_paid, _received) = (_paid + conversion.Paid, _received + conversion.Received);
        }

        foreach (var finding in judged.Findings)
            if (finding.Verdict != AgreementVerdict.Matched)
                Add(judged, finding);
    }

    private void Add(JudgedCall judged, AgreementFinding finding)
    {
        var isElsewhere = finding.Verdict == AgreementVerdict.TakenElsewhere;
        _conversions += isElsewhere ? -1 : finding.Count;
        if (!_cells.TryGetValue((finding.Verdict, finding.Differs), out var sum))
            _cells[(finding.Verdict, finding.Differs)] = sum = new Sum();
        sum.Count++;
        if (finding.Verdict == AgreementVerdict.AnotherCurrency)
            return;
        sum.Paid += finding.Paid ?? 0;
        sum.Received += finding.Received ?? 0;
        sum.OfPaid += isElsewhere ? judged.Call!.Payout : Math.Abs(finding.Paid ?? 0);
        sum.OfReceived += isElsewhere ? judged.Call!.Revenue : Math.Abs(finding.Received ?? 0);
    }

    public OwnFigures ToFigures() =>
        new(
            currency,
            _calls,
            _payout,
            _revenue,
            _conversions,
            _paid,
            _received,
            _pending,
            _matched,
            [
                .. _cells.Select(c => new OwnCell(
                    c.Key.Verdict,
                    c.Value.Count,
                    c.Key.Differs,
                    c.Value.OfPaid != 0 ? c.Value.OfPaid : c.Value.OfReceived,
                    c.Value.Paid,
                    c.Value.Received
                )),
            ]
        );

    /// <summary>As “1,238 paid calls, 1,226 conversions: 9 never arrived (405.00 USD), 3 with another amount (12.50 USD)”.</summary>
    public static Phrase Headline(OwnFigures figures)
    {
        var calls = figures.Calls == 1 ? Phrase.Of($"{Number(figures.Calls)} paid call") : Phrase.Of($"{Number(figures.Calls)} paid calls");
        var conversions =
            figures.Conversions == 1
                ? Phrase.Of($"{Number(figures.Conversions)} conversion")
                : Phrase.Of($"{Number(figures.Conversions)} conversions");
        var cells = figures
            .Cells.Where(c => c.Differs || c.Verdict == AgreementVerdict.TakenElsewhere)
            .Select(c =>
                c.Money == 0
                    ? Phrase.Of($"{Number(c.Count)} {c.Verdict.Counted()}")
                    : Phrase.Of($"{Number(c.Count)} {c.Verdict.Counted()} ({Amount(c.Money)} {figures.Currency})")
            )
            .ToList();
        return figures.Differing == 0 && cells.Count == 0
            ? Phrase.Of($"{calls}, {conversions}: both books say the same.")
            : Phrase.Of($"{calls}, {conversions}: {Phrase.Joined(cells, ", ")}.");
    }

    private static string Number(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Amount(long millionths) => (millionths / 1_000_000m).ToString("#,##0.00####", CultureInfo.InvariantCulture);

    private sealed class Sum
    {
        public long Count { get; set; }

        public long Paid { get; set; }

        public long Received { get; set; }

        public long OfPaid { get; set; }

        public long OfReceived { get; set; }
    }
}

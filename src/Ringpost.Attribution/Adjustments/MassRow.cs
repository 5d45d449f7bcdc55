using Ringpost.Primitives;

namespace Ringpost.Attribution.Adjustments;

/// <summary>What is to become of one row: its conversion and the change, or why it can't be.</summary>
internal sealed record MassPlanRow(long RowNo, ConversionId? Target, ConversionChange? Change, Phrase? Problem);

/// <summary>What became of one row, or would.</summary>
/// <param name="Outcome"><c>ready</c> (a preview), <c>applied</c>, <c>unchanged</c>, <c>refused</c>, or <c>appliedBefore</c>.</param>
/// <param name="Message">Why it was refused.</param>
public sealed record MassRow(
    long RowNo,
    string Outcome,
    Phrase? Message,
    ConversionId? ConversionId,
    string? Currency,
    decimal? ReceivedBefore,
    decimal? ReceivedAfter,
    decimal? PaidBefore,
    decimal? PaidAfter,
    string? Disposition
)
{
    internal static MassRow Refused(long rowNo, Phrase message, ConversionId? target = null) =>
        new(rowNo, MassOutcome.Refused, message, target, null, null, null, null, null, null);

    internal static MassRow Of(long rowNo, ChangeOutcome outcome, string done) =>
        outcome.Fault is { } fault && fault != ChangeFault.Nothing
            ? Refused(rowNo, outcome.FaultText, outcome.Id)
            : new MassRow(
                rowNo,
                outcome.Fault is null ? done : MassOutcome.Unchanged,
                null,
                outcome.Id,
                outcome.Currency,
                outcome.Before.Received,
                outcome.After.Received,
                outcome.Before.Paid,
                outcome.After.Paid,
                outcome.After.Disposition
            );
}

internal static class MassOutcome
{
    public const string Ready = "ready",
        Applied = "applied",
        Unchanged = "unchanged",
        Refused = "refused",
        AppliedBefore = "appliedBefore";
}

/// <summary>What the rows add up to in one currency: the differences.</summary>
public sealed record MassSum(string Currency, int Conversions, decimal Received, decimal Paid);

/// <summary>A preview, or what was done. <paramref name="RunId"/> names the result, to be read again and as a file; null for a preview.</summary>
/// <param name="Items">The rows, at most the first thousand; all of them stand in the result file.</param>
public sealed record MassAnswer(
    long? RunId,
    int Rows,
    int Ready,
    int Applied,
    int Unchanged,
    int Refused,
    int AppliedBefore,
    IReadOnlyList<MassSum> Sums,
    IReadOnlyList<MassRow> Items
)
{
    private const int Shown = 1000;

    internal static MassAnswer Of(long? runId, IReadOnlyList<MassRow> rows)
    {
        int Count(string outcome) => rows.Count(r => r.Outcome == outcome);
        return new MassAnswer(
            runId,
            rows.Count,
            Count(MassOutcome.Ready),
            Count(MassOutcome.Applied),
            Count(MassOutcome.Unchanged),
            Count(MassOutcome.Refused),
            Count(MassOutcome.AppliedBefore),
            [
                .. rows.Where(r => r.Currency is not null && r.Outcome is MassOutcome.Ready or MassOutcome.Applied)
                    .GroupBy(r => r.Currency!)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new MassSum(
                        g.Key,
                        g.Count(),
                        g.Sum(r => (r.ReceivedAfter ?? 0) - (r.ReceivedBefore ?? 0)),
                        g.Sum(r => (r.PaidAfter ?? 0) - (r.PaidBefore ?? 0))
                    )),
            ],
            // What is wrong comes first: it is what a person looks for.
            [.. rows.OrderBy(r => r.Outcome == MassOutcome.Refused ? 0 : 1).ThenBy(r => r.RowNo).Take(Shown)]
        );
    }
}

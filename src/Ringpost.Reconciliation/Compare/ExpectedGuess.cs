using System.Globalization;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Finds out for which calls the pixel is fired: of paid, converted, connected and all calls those that have a conversion. Without I/O.</summary>
internal static class ExpectedGuess
{
    public static (ExpectedCalls Kind, CompareGuess Guess) Of(CallBook calls, ExpectedCalls? given)
    {
        if (given is { } kind)
            return (kind, new CompareGuess("calls that count", Words(kind), "given"));
        var plan = calls.Plan;
        var kinds = new List<ExpectedCalls>();
        if (plan.Has((int)CallColumn.Payout) || plan.Has((int)CallColumn.Paid))
            kinds.Add(ExpectedCalls.Paid);
        if (plan.Has((int)CallColumn.Revenue) || plan.Has((int)CallColumn.Converted))
            kinds.Add(ExpectedCalls.Converted);
        if (plan.Has((int)CallColumn.Connected))
            kinds.Add(ExpectedCalls.Connected);
        kinds.Add(ExpectedCalls.All);
        var wrong = new int[kinds.Count];
        for (var i = 0; i < calls.Rows.Count; i++)
        {
            ref var call = ref calls.Rows[i];
            for (var k = 0; k < wrong.Length; k++)
                if (Is(kinds[k], call) != call.First > 0)
                    wrong[k]++;
        }

        var best = Array.IndexOf(wrong, wrong.Min());
        var fits = calls.Rows.Count - wrong[best];
        return (
            kinds[best],
            new CompareGuess(
                "calls that count",
                Words(kinds[best]),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"fits {fits:N0} of {calls.Rows.Count:N0} calls best; --expect says it otherwise"
                )
            )
        );
    }

    public static bool Is(ExpectedCalls kind, in CallRow call) =>
        kind switch
        {
            ExpectedCalls.Paid => call.Payout != 0 || (call.Marks & CallMarks.Paid) != 0,
            ExpectedCalls.Converted => call.Revenue != 0 || (call.Marks & CallMarks.Converted) != 0,
            ExpectedCalls.Connected => (call.Marks & CallMarks.Connected) != 0,
            ExpectedCalls.All => true,
        };

    private static string Words(ExpectedCalls kind) =>
        kind switch
        {
            ExpectedCalls.Paid => "those with a payout",
            ExpectedCalls.Converted => "those with revenue",
            ExpectedCalls.Connected => "those that connected",
            ExpectedCalls.All => "all",
        };
}

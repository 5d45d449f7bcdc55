using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>What the payout rules are asked about a call.</summary>
/// <param name="Revenue">What the call earned; counts where <paramref name="Converted"/> is known.</param>
internal sealed record PayoutCase(Verdict Connected, Verdict Converted, CallLengths Lengths, long Revenue)
{
    /// <summary>The caller's calls that were paid before.</summary>
    public DedupeFacts Dedupe { get; init; } = DedupeFacts.Unasked;

    /// <summary>The call's tags at its end; null where no rule asks for them.</summary>
    public Func<string, string?>? ValueOf { get; init; }
}

/// <summary>Which rule pays the publisher and how much, or why none does. The first rule that is met pays, once per call (ringba.md 7).</summary>
internal readonly record struct PayoutDecision(PayoutTerm? Paid, PayoutRefusal? Reason)
{
    public long Amount { get; init; }

    /// <summary>Of a duplicate: the call that was paid before, and the window it lies in.</summary>
    public EarlierCall? Earlier { get; init; }

    public int Window { get; init; }

    public static PayoutDecision Decide(IReadOnlyList<PayoutTerm> terms, PayoutCase call)
    {
        PayoutDecision? first = null;
        foreach (var term in terms)
        {
            var decision = Ask(term, call);
            // A later rule must not pay in place of one that may still be met.
            if (decision.Reason is null or PayoutRefusal.EndUnknown)
                return decision;
            first ??= decision;
        }

        return first ?? new PayoutDecision(null, PayoutRefusal.NoRule);
    }

    private static PayoutDecision Ask(PayoutTerm term, PayoutCase call)
    {
        if (Refuse(term, call) is { } refusal)
            return new PayoutDecision(null, refusal);
        if (call.Dedupe.Paid(term) is { } earlier)
            return new PayoutDecision(null, PayoutRefusal.Duplicate) { Earlier = earlier, Window = term.Dedupe };
        if (term.Share is not { } share)
            return new PayoutDecision(term, null) { Amount = term.Amount };
        // A share needs to know of what.
        if (call.Converted == Verdict.Unknown)
            return new PayoutDecision(null, PayoutRefusal.EndUnknown);
        var amount = share.Of(call.Revenue);
        return amount > 0
            ? new PayoutDecision(term, null) { Amount = amount }
            : new PayoutDecision(null, call.Converted == Verdict.Met ? PayoutRefusal.NoRevenue : PayoutRefusal.NotConverted);
    }

    private static PayoutRefusal? Refuse(PayoutTerm term, PayoutCase call)
    {
        if (term.Closed)
            return PayoutRefusal.Closed;
        if (term.FilterNotMet || (term.Filters is not null && call.ValueOf is not null && !term.Filters.Passes(call.ValueOf)))
            return PayoutRefusal.FilterNotMet;
        return term.On switch
        {
            PayoutOn.Incoming => null,
            PayoutOn.Connected => Refuse(call.Connected, PayoutRefusal.NotConnected),
            PayoutOn.Converted => Refuse(call.Converted, PayoutRefusal.NotConverted),
            // A timer from arrival counts time before routing too and so needs no connection; the others count a connected leg.
            PayoutOn.CallLength when call.Connected != Verdict.Met && term.TimerStart != TimerStart.Incoming => Refuse(
                call.Connected,
                PayoutRefusal.NotConnected
            ),
            PayoutOn.CallLength => Refuse(call.Lengths.Reaches(term.TimerStart, term.Seconds), PayoutRefusal.TooShort),
            _ => throw new ArgumentOutOfRangeException(nameof(term)),
        };
    }

    private static PayoutRefusal? Refuse(Verdict verdict, PayoutRefusal otherwise) =>
        verdict switch
        {
            Verdict.Met => null,
            Verdict.NotMet => otherwise,
            Verdict.Unknown => PayoutRefusal.EndUnknown,
            _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
        };
}

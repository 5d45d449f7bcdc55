using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>A payout rule as it stood when the call arrived; kept with the call, so that a later word settles it by the same terms.</summary>
internal sealed record PayoutTerm(PayoutRuleId Rule, PayoutOn On, int Seconds, TimerStart TimerStart, long Amount);

/// <summary>Which rule pays the publisher and how much, or why none does. The first rule that is met pays, once per call (ringba.md 7).</summary>
internal readonly record struct PayoutDecision(PayoutTerm? Paid, PayoutRefusal? Reason)
{
    /// <summary>The rules that a call is asked by: its own publisher's before those for all, each in order of position.</summary>
    public static IReadOnlyList<PayoutTerm> TermsFor(IEnumerable<PayoutRule> rules, PublisherId? publisher) =>
        [
            .. rules
                .Where(r => r.PublisherId is null || r.PublisherId == publisher)
                .OrderBy(r => r.PublisherId is null)
                .ThenBy(r => r.Position)
                .Select(r => new PayoutTerm(r.Id, r.On, r.Seconds, r.TimerStart, r.Amount)),
        ];

    public static PayoutDecision Decide(IReadOnlyList<PayoutTerm> terms, Verdict connected, Verdict converted, CallLengths lengths)
    {
        PayoutRefusal? first = null;
        foreach (var term in terms)
        {
            if (Refuse(term, connected, converted, lengths) is not { } refusal)
                return new PayoutDecision(term, null);
            // A later rule must not pay in place of one that may still be met.
            if (refusal == PayoutRefusal.EndUnknown)
                return new PayoutDecision(null, refusal);
            first ??= refusal;
        }

        return new PayoutDecision(null, first ?? PayoutRefusal.NoRule);
    }

    private static PayoutRefusal? Refuse(PayoutTerm term, Verdict connected, Verdict converted, CallLengths lengths) =>
        term.On switch
        {
            PayoutOn.Incoming => null,
            PayoutOn.Connected => Refuse(connected, PayoutRefusal.NotConnected),
            PayoutOn.Converted => Refuse(converted, PayoutRefusal.NotConverted),
            // A timer from arrival counts time before routing too and so needs no connection; the others count a connected leg.
            PayoutOn.CallLength when connected != Verdict.Met && term.TimerStart != TimerStart.Incoming => Refuse(
                connected,
                PayoutRefusal.NotConnected
            ),
            PayoutOn.CallLength => Refuse(lengths.Reaches(term.TimerStart, term.Seconds), PayoutRefusal.TooShort),
            _ => throw new ArgumentOutOfRangeException(nameof(term)),
        };

    private static PayoutRefusal? Refuse(Verdict verdict, PayoutRefusal otherwise) =>
        verdict switch
        {
            Verdict.Met => null,
            Verdict.NotMet => otherwise,
            Verdict.Unknown => PayoutRefusal.EndUnknown,
            _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
        };
}

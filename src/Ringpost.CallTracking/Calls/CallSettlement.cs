using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>A leg as its conversion is judged: the terms it was dialled under, what the carrier said of it, and whose it is.</summary>
/// <param name="Posted">What the buyer's webhook said it is worth; null until it does.</param>
internal sealed record LegCase(ConversionSetting Terms, LegEvidence Evidence, string BuyerKey = "", long? Posted = null)
{
    /// <summary>It rang together with another leg, which stands for the route: one dial earns once.</summary>
    public bool IsSpare { get; init; }

    /// <summary>Which of the legs that rang together got the call is not said yet.</summary>
    public bool IsGuess { get; init; }
}

/// <summary>
/// What a call comes to: each leg converts by its own route, the payout is decided once per call. Read from what is known, so that the
/// order in which it came makes no difference.
/// </summary>
internal sealed record CallSettlement(
    IReadOnlyList<LegVerdict> Legs,
    Verdict Converted,
    ConversionRefusal? ConversionReason,
    long Revenue,
    PayoutDecision Payout
)
{
    public bool IsConversionDecided => Converted != Verdict.Unknown;

    public bool IsPayoutDecided => Payout.Reason != PayoutRefusal.EndUnknown;

    public bool IsWhole => IsConversionDecided && IsPayoutDecided;

    /// <summary>A call whose end nobody stated: nothing converts and nothing is paid until somebody does (architecture 4.9).</summary>
    public static CallSettlement EndUnknown(IReadOnlyList<LegCase> legs) =>
        new(
            [.. legs.Select(_ => new LegVerdict(ConversionRefusal.EndUnknown, 0))],
            Verdict.Unknown,
            ConversionRefusal.EndUnknown,
            0,
            new PayoutDecision(null, PayoutRefusal.EndUnknown)
        );

    /// <summary>A test call comes to nothing, whatever it would have come to.</summary>
    public static CallSettlement OfTest(int legs) =>
        new(
            [.. Enumerable.Repeat(new LegVerdict(ConversionRefusal.TestCall, 0), legs)],
            Verdict.NotMet,
            ConversionRefusal.TestCall,
            0,
            new PayoutDecision(null, PayoutRefusal.TestCall)
        );

    /// <param name="total">The call's seconds; null where nobody stated them.</param>
    /// <param name="final">No further report is waited for.</param>
    /// <param name="dedupe">The caller's earlier calls; without them every window is open.</param>
    /// <param name="valueOf">The call's tags at its end; without them every filter that asks for one passes.</param>
    public static CallSettlement Decide(
        IReadOnlyList<LegCase> legs,
        IReadOnlyList<PayoutTerm> terms,
        long? total,
        bool final,
        DedupeFacts? dedupe = null,
        Func<string, string?>? valueOf = null
    )
    {
        var facts = dedupe ?? DedupeFacts.Unasked;
        var verdicts = legs.Select(leg => Judge(leg, total, final, facts)).ToList();
        var converted =
            verdicts.Exists(v => v.Reason == ConversionRefusal.EndUnknown) ? Verdict.Unknown
            : verdicts.Exists(v => v.Reason is null) ? Verdict.Met
            : Verdict.NotMet;
        var revenue = converted == Verdict.Met ? verdicts.Sum(v => v.Revenue) : 0;
        return new CallSettlement(
            verdicts,
            converted,
            ReasonOf(converted, legs, verdicts),
            revenue,
            PayoutDecision.Decide(terms, CaseOf(legs, total, converted, revenue) with { Dedupe = facts, ValueOf = valueOf })
        );
    }

    /// <summary>The call as its payout rules are asked about it.</summary>
    public static PayoutCase CaseOf(IReadOnlyList<LegCase> legs, long? total, Verdict converted, long revenue) =>
        new(AnyOf(legs.Select(leg => leg.Evidence.Connection)), converted, Talked(legs, total), revenue);

    private static Verdict AnyOf(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.ToList();
        return all.Contains(Verdict.Met) ? Verdict.Met
            : all.Contains(Verdict.Unknown) ? Verdict.Unknown
            : Verdict.NotMet;
    }

    public static LegVerdict Judge(LegCase leg, long? total, bool final, DedupeFacts facts) =>
        leg.IsGuess && !final ? new LegVerdict(ConversionRefusal.EndUnknown, 0)
        : leg.IsSpare ? new LegVerdict(ConversionRefusal.RangTogether, 0)
        : ConversionRule.Decide(
            leg.Terms,
            leg.Evidence.Rang(final),
            leg.Evidence.Connection,
            Lengths(leg, total),
            facts.Converted(leg),
            leg.Posted
        );

    private static CallLengths Lengths(LegCase leg, long? total) => new(total, leg.Evidence.DialedSeconds, leg.Evidence.ConnectedSeconds);

    /// <summary>A payout is made once per call, so that a recovered call's connections count together.</summary>
    private static CallLengths Talked(IReadOnlyList<LegCase> legs, long? total)
    {
        LegEvidence[] connected = [.. legs.Select(leg => leg.Evidence).Where(e => e.Connected)];
        return new CallLengths(
            total,
            connected.Length == 0 ? null : CallLengths.Sum(connected.Select(e => e.DialedSeconds)),
            CallLengths.Sum(connected.Select(e => e.ConnectedSeconds))
        );
    }

    /// <summary>The connected leg's reason stands for the call's, else the last leg's.</summary>
    private static ConversionRefusal? ReasonOf(Verdict converted, IReadOnlyList<LegCase> legs, List<LegVerdict> verdicts)
    {
        if (converted == Verdict.Met)
            return null;
        if (converted == Verdict.Unknown)
            return ConversionRefusal.EndUnknown;
        if (legs.Count == 0)
            return ConversionRefusal.NotDialed;
        for (var i = legs.Count - 1; i >= 0; i--)
            if (legs[i].Evidence.Connected)
                return verdicts[i].Reason;
        return verdicts.FindLast(v => v.Reason != ConversionRefusal.RangTogether).Reason;
    }
}

using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>A leg as its conversion is judged: the terms it was dialled under and what the carrier said of it.</summary>
internal sealed record LegCase(ConversionSetting Terms, LegEvidence Evidence);

/// <summary>
/// What a call comes to: each leg converts by its own route, the payout is decided once per call. Read from what is known, so that the
/// order in which it came makes no difference.
/// </summary>
internal sealed record CallSettlement(
    IReadOnlyList<ConversionRefusal?> Legs,
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
            [.. legs.Select(_ => (ConversionRefusal?)ConversionRefusal.EndUnknown)],
            Verdict.Unknown,
            ConversionRefusal.EndUnknown,
            0,
            new PayoutDecision(null, PayoutRefusal.EndUnknown)
        );

    /// <param name="total">The call's seconds; null where nobody stated them.</param>
    /// <param name="final">No further report is waited for.</param>
    public static CallSettlement Decide(IReadOnlyList<LegCase> legs, IReadOnlyList<PayoutTerm> terms, long? total, bool final)
    {
        var refusals = legs.Select(leg => Refuse(leg, total, final)).ToList();
        var bridged = legs.LastOrDefault(leg => leg.Evidence.Connected);
        var connected = AnyOf(legs.Select(leg => leg.Evidence.Connection));
        var converted =
            refusals.Contains(ConversionRefusal.EndUnknown) ? Verdict.Unknown
            : refusals.Contains(null) ? Verdict.Met
            : Verdict.NotMet;
        var payout = PayoutDecision.Decide(terms, connected, converted, Lengths(bridged, total));
        return new CallSettlement(
            refusals,
            converted,
            ReasonOf(converted, legs, refusals),
            converted == Verdict.Met ? legs.Where((_, i) => refusals[i] is null).Sum(leg => leg.Terms.Revenue) : 0,
            payout
        );
    }

    private static Verdict AnyOf(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.ToList();
        return all.Contains(Verdict.Met) ? Verdict.Met
            : all.Contains(Verdict.Unknown) ? Verdict.Unknown
            : Verdict.NotMet;
    }

    private static ConversionRefusal? Refuse(LegCase leg, long? total, bool final) =>
        ConversionRule.Refuse(leg.Terms, leg.Evidence.Rang(final), leg.Evidence.Connection, Lengths(leg, total));

    private static CallLengths Lengths(LegCase? leg, long? total) =>
        new(total, leg?.Evidence.DialedSeconds, leg is null ? 0 : leg.Evidence.ConnectedSeconds);

    /// <summary>The connected leg's reason stands for the call's, else the last leg's.</summary>
    private static ConversionRefusal? ReasonOf(Verdict converted, IReadOnlyList<LegCase> legs, List<ConversionRefusal?> refusals)
    {
        if (converted == Verdict.Met)
            return null;
        if (converted == Verdict.Unknown)
            return ConversionRefusal.EndUnknown;
        if (legs.Count == 0)
            return ConversionRefusal.NotDialed;
        for (var i = legs.Count - 1; i >= 0; i--)
            if (legs[i].Evidence.Connected)
                return refusals[i];
        return refusals[^1];
    }
}

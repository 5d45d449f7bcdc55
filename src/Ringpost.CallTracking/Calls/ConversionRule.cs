using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a leg comes to: its revenue, or why it has none.</summary>
/// <param name="Earlier">Of a duplicate: the call that earned before.</param>
internal readonly record struct LegVerdict(ConversionRefusal? Reason, long Revenue, EarlierCall? Earlier = null);

/// <summary>Decides whether a leg earns its revenue, and which (ringba.md 8.1). Each leg converts by the route it was dialled under.</summary>
internal static class ConversionRule
{
    /// <param name="rang">Unknown while a report on the leg may still come.</param>
    /// <param name="lengths">The call's total, and this leg's seconds from dial and connect.</param>
    /// <param name="posted">What the buyer's webhook said it is worth; null until it does.</param>
    /// <param name="earlier">The caller's call that stands in the way of the rule's window; null where none does.</param>
    public static LegVerdict Decide(
        ConversionSetting rule,
        Verdict rang,
        Verdict connected,
        CallLengths lengths,
        EarlierCall? earlier = null,
        long? posted = null
    )
    {
        var verdict = rule.On switch
        {
            ConvertOn.Dialed => Judge(rang, ConversionRefusal.NotRung, rule.Revenue),
            ConvertOn.Connected => Judge(connected, ConversionRefusal.NotConnected, rule.Revenue),
            // The buyer pays for a talk: without a connection no timer counts.
            ConvertOn.CallLength when connected != Verdict.Met => Judge(connected, ConversionRefusal.NotConnected, 0),
            ConvertOn.CallLength => Longest(rule, lengths),
            ConvertOn.Postback when posted is { } amount => Judge(connected, ConversionRefusal.NotConnected, amount),
            ConvertOn.Postback => new LegVerdict(ConversionRefusal.AwaitsPostback, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
        return verdict.Reason is null && earlier is not null ? new LegVerdict(ConversionRefusal.Duplicate, 0, earlier) : verdict;
    }

    /// <summary>The longest length that is met says what the leg earns; one that may still be met holds back the shorter.</summary>
    private static LegVerdict Longest(ConversionSetting rule, CallLengths lengths)
    {
        var steps = (rule.Lengths?.Steps ?? []).Append(new LengthStep(rule.Seconds, rule.Revenue)).OrderByDescending(s => s.Seconds);
        var verdict = new LegVerdict(ConversionRefusal.TooShort, 0);
        foreach (var step in steps)
        {
            verdict = Judge(lengths.Reaches(rule.TimerStart, step.Seconds), ConversionRefusal.TooShort, step.Revenue);
            if (verdict.Reason != ConversionRefusal.TooShort)
                break;
        }

        return verdict;
    }

    private static LegVerdict Judge(Verdict verdict, ConversionRefusal otherwise, long revenue) =>
        verdict switch
        {
            Verdict.Met => new LegVerdict(null, revenue),
            Verdict.NotMet => new LegVerdict(otherwise, 0),
            Verdict.Unknown => new LegVerdict(ConversionRefusal.EndUnknown, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
        };
}

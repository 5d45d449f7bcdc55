using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>Decides whether a leg earns its revenue (ringba.md 8.1). Each leg converts by the route it was dialled under.</summary>
internal static class ConversionRule
{
    /// <param name="rang">Unknown while a report on the leg may still come.</param>
    /// <param name="lengths">The call's total, and this leg's seconds from dial and connect.</param>
    /// <returns>Null where the leg converts.</returns>
    public static ConversionRefusal? Refuse(ConversionSetting rule, Verdict rang, Verdict connected, CallLengths lengths) =>
        rule.On switch
        {
            ConvertOn.Dialed => Refuse(rang, ConversionRefusal.NotRung),
            ConvertOn.Connected => Refuse(connected, ConversionRefusal.NotConnected),
            // The buyer pays for a talk: without a connection no timer counts.
            ConvertOn.CallLength when connected != Verdict.Met => Refuse(connected, ConversionRefusal.NotConnected),
            ConvertOn.CallLength => Refuse(lengths.Reaches(rule.TimerStart, rule.Seconds), ConversionRefusal.TooShort),
            ConvertOn.Postback => ConversionRefusal.AwaitsPostback,
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };

    private static ConversionRefusal? Refuse(Verdict verdict, ConversionRefusal otherwise) =>
        verdict switch
        {
            Verdict.Met => null,
            Verdict.NotMet => otherwise,
            Verdict.Unknown => ConversionRefusal.EndUnknown,
            _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
        };
}

using Ringpost.Console.Components;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Numbers;
using Ringpost.Telephony.Rest;

namespace Ringpost.Console.Pages.Settings.Carriers;

internal static class CarrierWords
{
    public static IReadOnlyList<Choice<string>> Kinds =>
        [new("twilio", "Twilio"), new("signalwire", "SignalWire"), new("simulator", T["Simulator"])];

    public static string Kind(CarrierKind kind) =>
        kind switch
        {
            CarrierKind.Twilio => "Twilio",
            CarrierKind.Signalwire => "SignalWire",
            CarrierKind.Simulator => T["Simulator"],
        };

    public static IReadOnlyList<Choice<string>> NumberTypes => [new("local", T["Local"]), new("tollFree", T["Toll-free"])];

    /// <summary>What is wrong with a setting of a number at the carrier.</summary>
    public static string Drift(NumberDrift drift) =>
        drift.Field switch
        {
            DriftField.VoiceUrl => drift.Is.Length == 0 ? T["voice URL is not set"] : T["voice URL is {0}", drift.Is],
            DriftField.StatusUrl => drift.Is.Length == 0 ? T["status URL is not set"] : T["status URL is {0}", drift.Is],
            DriftField.FallbackUrl => drift.Is.Length == 0 ? T["fallback URL is not set"] : T["fallback URL is {0}", drift.Is],
            DriftField.Application => T["application {0} takes its calls", drift.Is],
            DriftField.Trunk => T["SIP trunk {0} takes its calls", drift.Is],
        };

    public static string Drift(CarrierNumberLine line)
    {
        var text = string.Join("; ", line.Drift.Select(Drift));
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }
}

using Ringpost.Console.Components;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Numbers;
using Ringpost.Telephony.Rest;

namespace Ringpost.Console.Pages.Settings.Carriers;

internal static class CarrierWords
{
    public static readonly IReadOnlyList<Choice<string>> Kinds =
    [
        new("twilio", "Twilio"),
        new("signalwire", "SignalWire"),
        new("simulator", "Simulator"),
    ];

    public static string Kind(CarrierKind kind) =>
        kind switch
        {
            CarrierKind.Twilio => "Twilio",
            CarrierKind.Signalwire => "SignalWire",
            CarrierKind.Simulator => "Simulator",
        };

    public static readonly IReadOnlyList<Choice<string>> NumberTypes = [new("local", "Local"), new("tollFree", "Toll-free")];

    /// <summary>What is wrong with a setting of a number at the carrier.</summary>
    public static string Drift(NumberDrift drift) =>
        drift.Field switch
        {
            DriftField.VoiceUrl => drift.Is.Length == 0 ? "voice URL is not set" : $"voice URL is {drift.Is}",
            DriftField.StatusUrl => drift.Is.Length == 0 ? "status URL is not set" : $"status URL is {drift.Is}",
            DriftField.FallbackUrl => drift.Is.Length == 0 ? "fallback URL is not set" : $"fallback URL is {drift.Is}",
            DriftField.Application => $"application {drift.Is} takes its calls",
            DriftField.Trunk => $"SIP trunk {drift.Is} takes its calls",
        };

    public static string Drift(CarrierNumberLine line)
    {
        var text = string.Join("; ", line.Drift.Select(Drift));
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }
}

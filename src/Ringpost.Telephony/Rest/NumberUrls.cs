using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Telephony.Rest;

/// <summary>Where a number of the account should point.</summary>
/// <param name="Fallback">Null where none is configured: the number's own is left as it is.</param>
internal sealed record NumberUrls(string Voice, string Status, string? Fallback)
{
    /// <summary>In a fallback URL this stands for the number's digits, so that static answers can differ by number.</summary>
    public const string NumberPlace = "{number}";

    public static NumberUrls Of(CarrierAccount account, PublicUrls urls, PhoneNumber number) =>
        new(
            CarrierUrls.Of(urls, account.Id, "voice"),
            CarrierUrls.Of(urls, account.Id, "status"),
            account.FallbackUrl?.Replace(NumberPlace, number.E164.TrimStart('+'), StringComparison.Ordinal)
        );

    /// <summary>The fields that point a number here. An application or a trunk would outrank its URLs, so both are taken off.</summary>
    public Dictionary<string, string> ToForm()
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["VoiceUrl"] = Voice,
            ["VoiceMethod"] = "POST",
            ["StatusCallback"] = Status,
            ["StatusCallbackMethod"] = "POST",
            ["VoiceApplicationSid"] = "",
            ["TrunkSid"] = "",
        };
        if (Fallback is not null)
            (form["VoiceFallbackUrl"], form["VoiceFallbackMethod"]) = (Fallback, "GET");
        return form;
    }
}

/// <summary>A setting of a number that leads its calls astray.</summary>
public enum DriftField
{
    VoiceUrl,
    StatusUrl,
    FallbackUrl,

    /// <summary>A TwiML application is set, which outranks the URLs.</summary>
    Application,

    /// <summary>A SIP trunk takes the number's calls.</summary>
    Trunk,
}

/// <summary>One setting of a number at the carrier that differs from what it should be. Empty is not set.</summary>
public sealed record NumberDrift(DriftField Field, string Is, string ShouldBe)
{
    internal static IReadOnlyList<NumberDrift> Of(CarrierNumber number, NumberUrls urls)
    {
        var drift = new List<NumberDrift>();
        Compare(DriftField.VoiceUrl, number.VoiceUrl, urls.Voice);
        Compare(DriftField.StatusUrl, number.StatusUrl, urls.Status);
        if (urls.Fallback is { } fallback)
            Compare(DriftField.FallbackUrl, number.FallbackUrl, fallback);
        Compare(DriftField.Application, number.ApplicationSid, "");
        Compare(DriftField.Trunk, number.TrunkSid, "");
        return drift;

        void Compare(DriftField field, string stands, string should)
        {
            // What stands behind # are the carrier's own time-outs and repeats, which a person may set (telephony.md C1).
            var hash = stands.IndexOf('#', StringComparison.Ordinal);
            if (!string.Equals(hash < 0 ? stands : stands[..hash], should, StringComparison.Ordinal))
                drift.Add(new NumberDrift(field, stands, should));
        }
    }
}

using System.Globalization;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Guards;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Twilio;

/// <summary>Turns what the carrier says into facts on a call (telephony.md C3).</summary>
internal static class TwilioWords
{
    /// <summary>The end that a status names; null for one that is no end.</summary>
    public static LegEnd? End(string? status) =>
        status switch
        {
            "completed" => LegEnd.Completed,
            "busy" => LegEnd.Busy,
            "no-answer" => LegEnd.NoAnswer,
            "failed" => LegEnd.Failed,
            "canceled" => LegEnd.Canceled,
            _ => null,
        };

    /// <summary>A child leg's report; null for a status that tells nothing.</summary>
    public static LegProgress? Progress(TwilioForm form)
    {
        var status = form["CallStatus"];
        var end = End(status);
        LegProgressStep? step = status switch
        {
            "queued" or "initiated" => LegProgressStep.Initiated,
            "ringing" => LegProgressStep.Ringing,
            "in-progress" or "answered" => LegProgressStep.Answered,
            _ => end is null ? null : LegProgressStep.Ended,
        };
        return step is not { } known
            ? null
            : new LegProgress(
                known,
                (int?)Whole(form["SequenceNumber"]),
                TwilioTime.Parse(form["Timestamp"]),
                end,
                Whole(form["CallDuration"]),
                Id(form["CallSid"])
            );
    }

    /// <summary>The dial's result. An unknown word counts as a failed leg: the next target is tried.</summary>
    public static DialResult Dial(TwilioForm form)
    {
        var end = form["DialCallStatus"] switch
        {
            "completed" or "answered" => form["DialBridged"] is "false" ? LegEnd.NotBridged : LegEnd.Completed,
            var other => End(other) ?? LegEnd.Failed,
        };
        var present = form["CallStatus"] is { } status ? End(status) is null : end != LegEnd.Canceled;
        return new DialResult(end, Whole(form["DialCallDuration"]), present, Id(form["DialCallSid"]));
    }

    /// <summary>The caller's leg: its seconds, 0 where it ended unanswered and none are stated.</summary>
    public static long? InboundSeconds(TwilioForm form) => Whole(form["CallDuration"]) ?? (form["CallStatus"] is "completed" ? null : 0);

    /// <summary>
    /// STIR/SHAKEN: Twilio's <c>StirVerstat</c>, as TN-Validation-Passed-A (more words may follow the letter), and Telnyx's
    /// <c>ShakenStirAttestation</c>, the letter alone. Null where nothing was vouched for, or nothing that is known here.
    /// </summary>
    public static Attestation? Attested(TwilioForm form)
    {
        const string passed = "TN-Validation-Passed-";
        var word = form["StirVerstat"] ?? form["ShakenStirAttestation"] ?? "";
        if (word.StartsWith("TN-Validation-Failed", StringComparison.OrdinalIgnoreCase))
            return Attestation.Failed;
        var letter = word.StartsWith(passed, StringComparison.OrdinalIgnoreCase) ? word[passed.Length..].Split('-')[0] : word;
        return letter.ToUpperInvariant() switch
        {
            "A" => Attestation.A,
            "B" => Attestation.B,
            "C" => Attestation.C,
            _ => null,
        };
    }

    public static Instant? Stamp(TwilioForm form) => TwilioTime.Parse(form["Timestamp"]);

    /// <summary>Ids are opaque; one over 128 characters is none (telephony.md C6).</summary>
    public static string? Id(string? value) => value is { Length: > 0 and <= 128 } && !value.Any(char.IsControl) ? value : null;

    public static long? Whole(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 31_536_000 ? value : null;
}

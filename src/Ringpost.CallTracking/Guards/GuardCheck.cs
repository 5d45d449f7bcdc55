using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Guards;

/// <param name="On">A word of <see cref="DuplicateOn"/>.</param>
/// <param name="Seconds">Needed for a call length.</param>
/// <param name="Routing">A word of <see cref="DuplicateRouting"/>.</param>
public sealed record DuplicateRequest(
    string? On = null,
    int? Seconds = null,
    bool? Anonymous = null,
    string? Routing = null,
    bool? Strict = null
);

/// <param name="Seconds">0 is off.</param>
public sealed record SpamRequest(int? Seconds = null, bool? Anonymous = null);

/// <param name="Least">a, b or c; null or <c>none</c> asks for none.</param>
public sealed record AttestationRequest(string? Least = null, bool RefuseWithout = false);

/// <param name="Url">With tokens, though not in scheme, host or port.</param>
/// <param name="Milliseconds">How long a call waits for the answer; 800 where none was said.</param>
/// <param name="WhenUnanswered">A word of <see cref="CheckFailure"/>.</param>
public sealed record CheckRequest(string? Url = null, int? Milliseconds = null, string? WhenUnanswered = null);

/// <summary>What the settings of a campaign's doors must be; an error stands at its field: <c>spam.seconds</c>.</summary>
internal static class GuardCheck
{
    /// <summary>A longer window is no repeat of a moment: that is what duplicates are for.</summary>
    public const int MostSpamSeconds = 3600;

    public static CampaignGuards Read(Validation validation, CampaignGuards before, ChangeCampaignGuards.Request request) =>
        before with
        {
            Duplicates = Duplicates(validation, before.Duplicates, request.Duplicates ?? new()),
            Spam = new SpamSetting(
                validation.Whole("spam.seconds", request.Spam?.Seconds, 0, MostSpamSeconds, before.Spam.Seconds),
                request.Spam?.Anonymous ?? before.Spam.Anonymous
            ),
            Attestation =
                !request.Attestation.IsGiven ? before.Attestation
                : request.Attestation.Value is { } asked ? Requirement(validation, "attestation.", asked)
                : null,
            Check =
                !request.Check.IsGiven ? before.Check
                : request.Check.Value is { } check ? Check(validation, before.Check, check)
                : null,
        };

    /// <param name="at">Where its fields stand.</param>
    public static AttestationRequirement Requirement(Validation validation, string at, AttestationRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Least) || request.Least.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
            return new AttestationRequirement(null, request.RefuseWithout);
        switch (request.Least.Trim().ToUpperInvariant())
        {
            case "A":
                return new AttestationRequirement(Attestation.A, request.RefuseWithout);
            case "B":
                return new AttestationRequirement(Attestation.B, request.RefuseWithout);
            case "C":
                return new AttestationRequirement(Attestation.C, request.RefuseWithout);
            default:
                validation.Add(at + "least", "One of: a, b, c, none.");
                return AttestationRequirement.None;
        }
    }

    private static CheckSetting Check(Validation validation, CheckSetting? before, CheckRequest request)
    {
        var standing = before ?? new CheckSetting("");
        var url = TokenTemplate.Parse(request.Url?.Trim() ?? standing.Url);
        foreach (var error in PixelUrl.Check(url))
            validation.Add("check.url", error);
        return new CheckSetting(
            url.Source,
            validation.Whole("check.milliseconds", request.Milliseconds, CheckSetting.Least, CheckSetting.Most, standing.Milliseconds),
            validation.Choice<CheckFailure>("check.whenUnanswered", request.WhenUnanswered, standing.WhenUnanswered)
        );
    }

    private static DuplicateSetting Duplicates(Validation validation, DuplicateSetting before, DuplicateRequest request)
    {
        // Ringba's API once spelled it so (ringba.md 6.1).
        var word = request.On?.Trim().Equals("incomming", StringComparison.OrdinalIgnoreCase) is true ? "incoming" : request.On;
        var on = validation.Choice<DuplicateOn>("duplicates.on", word, before.On);
        var counts = on == DuplicateOn.CallLength;
        var standing = before.On == DuplicateOn.CallLength ? before.Seconds : (int?)null;
        return new DuplicateSetting(
            on,
            CallSeconds.Read(validation, "duplicates.seconds", request.Seconds ?? standing, counts),
            request.Anonymous ?? before.Anonymous,
            validation.Choice<DuplicateRouting>("duplicates.routing", request.Routing, before.Routing),
            request.Strict ?? before.Strict
        );
    }
}

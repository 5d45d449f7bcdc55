using Ringpost.Attribution.Postbacks;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Attribution.PixelLog;

/// <summary>What became of a postback, in words (cake.md 8).</summary>
internal static class OutcomeWords
{
    public static readonly IReadOnlyList<Choice<string>> Choices =
    [
        .. Enum.GetValues<PostbackOutcome>().Select(o => new Choice<string>(o.ToText(), Of(o))),
    ];

    public static string Of(PostbackOutcome outcome) =>
        outcome switch
        {
            PostbackOutcome.Stored => "Converted",
            PostbackOutcome.Completed => "Amount completed",
            PostbackOutcome.Repeat => "Repeat",
            PostbackOutcome.Duplicate => "Duplicate",
            PostbackOutcome.DuplicateOtherAmount => "Duplicate, other amount",
            PostbackOutcome.Malformed => "Malformed",
            PostbackOutcome.TimeOutOfRange => "Time out of range",
            PostbackOutcome.InvalidOffer => "Invalid offer",
            PostbackOutcome.InvalidAdvertiser => "Invalid advertiser",
            PostbackOutcome.InvalidRequestId => "No matching click",
            PostbackOutcome.InvalidEvent => "Invalid event",
            PostbackOutcome.IpNotWhitelisted => "IP not whitelisted",
            PostbackOutcome.RateLimited => "Rate limited",
            PostbackOutcome.ClicklessDisabled => "Clickless disabled",
            PostbackOutcome.InvalidAffiliate => "Invalid affiliate",
            PostbackOutcome.InvalidCampaign => "Invalid campaign",
            PostbackOutcome.OfferInactive => "Offer inactive",
            PostbackOutcome.CapReached => "Cap reached",
            PostbackOutcome.SessionExpired => "Session expired",
            PostbackOutcome.TooFast => "Too fast",
        };

    public static Tone ToneOf(PostbackOutcome outcome) =>
        !outcome.IsRefusal() ? Tone.Good
        : outcome is PostbackOutcome.Duplicate or PostbackOutcome.DuplicateOtherAmount ? Tone.Plain
        : Tone.Bad;
}

using Ringpost.Attribution.Postbacks;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Attribution.PixelLog;

/// <summary>What became of a postback, in words (cake.md 8).</summary>
internal static class OutcomeWords
{
    public static IReadOnlyList<Choice<string>> Choices =>
        [.. Enum.GetValues<PostbackOutcome>().Select(o => new Choice<string>(o.ToText(), Of(o)))];

    public static string Of(PostbackOutcome outcome) =>
        outcome switch
        {
            PostbackOutcome.Stored => T["Converted"],
            PostbackOutcome.Completed => T["Amount completed"],
            PostbackOutcome.Repeat => T["Repeat"],
            PostbackOutcome.Duplicate => T["Duplicate"],
            PostbackOutcome.DuplicateOtherAmount => T["Duplicate, other amount"],
            PostbackOutcome.Malformed => T["Malformed"],
            PostbackOutcome.TimeOutOfRange => T["Time out of range"],
            PostbackOutcome.InvalidOffer => T["Invalid offer"],
            PostbackOutcome.InvalidAdvertiser => T["Invalid advertiser"],
            PostbackOutcome.InvalidRequestId => T["No matching click"],
            PostbackOutcome.InvalidEvent => T["Invalid event"],
            PostbackOutcome.IpNotWhitelisted => T["IP not whitelisted"],
            PostbackOutcome.RateLimited => T["Rate limited"],
            PostbackOutcome.ClicklessDisabled => T["Clickless disabled"],
            PostbackOutcome.InvalidAffiliate => T["Invalid affiliate"],
            PostbackOutcome.InvalidCampaign => T["Invalid campaign"],
            PostbackOutcome.OfferInactive => T["Offer inactive"],
            PostbackOutcome.CapReached => T["Cap reached"],
            PostbackOutcome.SessionExpired => T["Session expired"],
            PostbackOutcome.TooFast => T["Too fast"],
        };

    public static Tone ToneOf(PostbackOutcome outcome) =>
        !outcome.IsRefusal() ? Tone.Good
        : outcome is PostbackOutcome.Duplicate or PostbackOutcome.DuplicateOtherAmount ? Tone.Plain
        : Tone.Bad;
}

using Ringpost.Attribution.Caps;

namespace Ringpost.Attribution.Postbacks;

/// <summary>What became of a postback: the closed set that the pixel log shows and filters by (cake.md 2.5, 8).</summary>
public enum PostbackOutcome
{
    /// <summary>A conversion was stored.</summary>
    Stored,

    /// <summary>An amount that an earlier postback left open was filled in (cake.md 2.3a).</summary>
    Completed,

    /// <summary>The same request again: the first record stands.</summary>
    Repeat,

    /// <summary>Offer, event and transaction id are taken by another request.</summary>
    Duplicate,

    /// <summary>A duplicate that names another amount than the first record.</summary>
    DuplicateOtherAmount,

    /// <summary>Something in the request can't be read.</summary>
    Malformed,

    /// <summary><c>dt</c> is more than 5 minutes ahead or older than 400 days.</summary>
    TimeOutOfRange,

    InvalidOffer,

    /// <summary><c>adv</c> names nobody who may buy on the offer.</summary>
    InvalidAdvertiser,

    /// <summary>No click belongs to the postback.</summary>
    InvalidRequestId,

    /// <summary>Unknown, of another advertiser, or switched off at event, offer or campaign.</summary>
    InvalidEvent,

    /// <summary>The offer takes conversions from whitelisted addresses only.</summary>
    IpNotWhitelisted,

    /// <summary>Counted per address and minute; has no row of its own.</summary>
    RateLimited,

    ClicklessDisabled,

    InvalidAffiliate,

    InvalidCampaign,

    OfferInactive,

    /// <summary>A cap is met, and the offer ignores what comes over it (cake.md 5.7).</summary>
    CapReached,

    /// <summary>The click is older than the offer's click cookie days.</summary>
    SessionExpired,

    /// <summary>The event came sooner after the click than the offer's contract allows (cake.md 2.6 step 7).</summary>
    TooFast,
}

public static class PostbackOutcomes
{
    /// <summary>The outcome as stored and as the API speaks it.</summary>
    public static string ToText(this PostbackOutcome outcome) =>
        outcome switch
        {
            PostbackOutcome.Stored => "stored",
            PostbackOutcome.Completed => "completed",
            PostbackOutcome.Repeat => "repeat",
            PostbackOutcome.Duplicate => "duplicate",
            PostbackOutcome.DuplicateOtherAmount => "duplicateOtherAmount",
            PostbackOutcome.Malformed => "malformed",
            PostbackOutcome.TimeOutOfRange => "timeOutOfRange",
            PostbackOutcome.InvalidOffer => "invalidOffer",
            PostbackOutcome.InvalidAdvertiser => "invalidAdvertiser",
            PostbackOutcome.InvalidRequestId => "invalidRequestId",
            PostbackOutcome.InvalidEvent => "invalidEvent",
            PostbackOutcome.IpNotWhitelisted => "ipNotWhitelisted",
            PostbackOutcome.RateLimited => "rateLimited",
            PostbackOutcome.ClicklessDisabled => "clicklessDisabled",
            PostbackOutcome.InvalidAffiliate => "invalidAffiliate",
            PostbackOutcome.InvalidCampaign => "invalidCampaign",
            PostbackOutcome.OfferInactive => "offerInactive",
            PostbackOutcome.CapReached => "capReached",
            PostbackOutcome.SessionExpired => "sessionExpired",
            PostbackOutcome.TooFast => "tooFast",
        };

    private static readonly PostbackOutcome[] All = Enum.GetValues<PostbackOutcome>();

    public static bool TryRead(ReadOnlySpan<char> text, out PostbackOutcome outcome)
    {
        foreach (var candidate in All)
        {
            if (!text.Equals(candidate.ToText(), StringComparison.OrdinalIgnoreCase))
                continue;
            outcome = candidate;
            return true;
        }

        outcome = default;
        return false;
    }

    /// <summary>Whether the postback left no trace but its row: only such a one can be run again (cake.md 2.5).</summary>
    public static bool IsRefusal(this PostbackOutcome outcome) =>
        outcome switch
        {
            PostbackOutcome.Stored or PostbackOutcome.Completed or PostbackOutcome.Repeat => false,
            PostbackOutcome.Duplicate
            or PostbackOutcome.DuplicateOtherAmount
            or PostbackOutcome.Malformed
            or PostbackOutcome.TimeOutOfRange
            or PostbackOutcome.InvalidOffer
            or PostbackOutcome.InvalidAdvertiser
            or PostbackOutcome.InvalidRequestId
            or PostbackOutcome.InvalidEvent
            or PostbackOutcome.IpNotWhitelisted
            or PostbackOutcome.RateLimited
            or PostbackOutcome.ClicklessDisabled
            or PostbackOutcome.InvalidAffiliate
            or PostbackOutcome.InvalidCampaign
            or PostbackOutcome.OfferInactive
            or PostbackOutcome.CapReached
            or PostbackOutcome.SessionExpired
            or PostbackOutcome.TooFast => true,
        };

    /// <summary>Code and message of the envelope (cake.md 2.5).</summary>
    internal static (int Code, string Message) Envelope(this PostbackOutcome outcome) =>
        outcome switch
        {
            PostbackOutcome.Stored or PostbackOutcome.Completed or PostbackOutcome.Repeat => (0, "SUCCESS"),
            PostbackOutcome.InvalidOffer => (1, "INVALID OFFER"),
            PostbackOutcome.InvalidAdvertiser => (1, "INVALID ADVERTISER"),
            PostbackOutcome.InvalidRequestId => (2, "INVALID REQUEST ID"),
            PostbackOutcome.InvalidEvent => (3, "INVALID EVENT"),
            PostbackOutcome.Duplicate => (4, "DUPLICATE"),
            PostbackOutcome.DuplicateOtherAmount => (4, "DUPLICATE, OTHER AMOUNT"),
            PostbackOutcome.IpNotWhitelisted => (5, "IP NOT WHITELISTED"),
            PostbackOutcome.RateLimited => (6, "RATE LIMITED"),
            PostbackOutcome.ClicklessDisabled => (7, "CLICKLESS DISABLED"),
            PostbackOutcome.InvalidAffiliate => (7, "INVALID AFFILIATE"),
            PostbackOutcome.InvalidCampaign => (7, "INVALID CAMPAIGN"),
            PostbackOutcome.OfferInactive => (8, "OFFER INACTIVE"),
            PostbackOutcome.CapReached => (8, CapStep.Reached),
            PostbackOutcome.SessionExpired => (8, "EXPIRED SESSION"),
            PostbackOutcome.TooFast => (8, "TOO FAST"),
            PostbackOutcome.Malformed or PostbackOutcome.TimeOutOfRange => (9, "MALFORMED"),
        };
}

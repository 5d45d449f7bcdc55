using System.Globalization;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>A conversion that the steps let through: all that is stored if it is no duplicate, and what it would fill in if it is one.</summary>
internal sealed record ConversionDraft
{
    /// <summary>Where conversions of these paths come from (cake.md 2.7): without a click, or by a server or a browser that had one.</summary>
    public const string Clickless = "clicklessPostback",
        OfPostback = "postback",
        OfPixel = "pixel";

    public string Source { get; init; } = Clickless;

    /// <summary>The click it belongs to; null where it is clickless.</summary>
    public FoundClick? Click { get; init; }

    /// <summary>Whether the click may bring one record of this event only (cake.md 2.8).</summary>
    public bool OncePerSession { get; init; }

    /// <summary>What was sold, where the pixel says it.</summary>
    public PostbackOrder? Order { get; init; }

    /// <summary>Null where the advertiser sends none.</summary>
    public AdvertiserValues? AdvertiserValues { get; init; }

    public required Instant At { get; init; }

    public required Instant ArrivedAt { get; init; }

    public required AdvertiserId Advertiser { get; init; }

    public required OfferId Offer { get; init; }

    public required AffiliateId Affiliate { get; init; }

    public required OfferCampaignId Campaign { get; init; }

    /// <summary>At whose price it is booked.</summary>
    public OfferContractId? Contract { get; init; }

    public required CreativeId Creative { get; init; }

    public required OfferEventId Event { get; init; }

    public required string? TransactionId { get; init; }

    public required long? TransactionHash { get; init; }

    /// <summary>Whether a second one with this transaction id is a duplicate (cake.md 2.8).</summary>
    public required bool Deduplicates { get; init; }

    public required (long Hash, long Check)? Key { get; init; }

    public required long UrlHash { get; init; }

    public required ConversionPrice Price { get; init; }

    public required SentAmount SentReceived { get; init; }

    public required SentAmount SentPaid { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>Named where it is not the offer's; the sent amounts are then kept beside the record.</summary>
    public required Currency? SentCurrency { get; init; }

    public required PendingReason? Pending { get; init; }

    /// <summary>The caps it needs a place in; null where there are none, and for what takes no place: tests, and what nobody vouches for yet.</summary>
    public CapSlot[]? Caps { get; init; }

    /// <summary>What becomes of it where one of them is met.</summary>
    public CapBehavior CapBehavior { get; init; } = CapBehavior.Neither;

    /// <summary>Whether a person decides first, once nothing else is open.</summary>
    public bool Review { get; init; }

    /// <summary>What settles it when nobody does; none where it is not under review.</summary>
    public AutoDisposition AutoDisposition { get; init; }

    public required PostbackSender Sender { get; init; }

    public required bool Test { get; init; }

    public required string Ip { get; init; }

    public required string?[]? SubIds { get; init; }

    /// <summary>The instance's.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The day of <see cref="At"/> in the instance's zone, for ledger entries.</summary>
    public string Day => TimeZones.InZone(At, Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What could be told, and to whom; null where no level has a pixel.</summary>
    public required FirePlan? Plan { get; init; }

    /// <summary>Whether a browser brought it, so that HTML pixels can be handed back.</summary>
    public bool HasBrowser { get; init; }

    /// <summary>Who is told when the conversion is stored. Follows from the amounts and what it waits for: a cap that changes them changes this.</summary>
    public FireDecision Fire =>
        FireRule.Decide(
            new FireCase(
                Plan?.IsDefaultEvent ?? false,
                Test,
                Plan?.Published ?? false,
                Plan?.CampaignActive ?? false,
                Price.Paid,
                FirePlan.Held(Pending),
                HasBrowser
            ),
            Plan?.Pixels
        );

    /// <summary>For a draft with a plan.</summary>
    public ToldConversion Told(ConversionId id) =>
        new(
            id,
            At,
            Advertiser,
            Offer,
            Affiliate,
            Campaign,
            Creative,
            Event,
            Plan!.EventName,
            TransactionId,
            Ip,
            SubIds,
            Price.Received,
            Price.Paid,
            Currency,
            Plan.Zone,
            Plan.PublicIds,
            Click is null ? null : new ToldClick($"{Click.SessionId}", $"{Click.Id}", Click.Udid, Click.Ip)
        );

    public ReportCell ReportCell => new(Advertiser, Offer, Affiliate, Campaign, Creative, Event, Currency);

    public string Disposition => Pending is null ? "approved" : "pending";

    /// <summary>Why the affiliate is not told, as it is stored; null where it is, or where there is nobody to tell.</summary>
    public string? NotTold => Plan is null && Pending is null ? null : Fire.NotTold?.Word();

    /// <summary>Whether the affiliate is told when the conversion is stored.</summary>
    public bool Fires => Plan is not null && Fire.Tells;

    /// <summary>What names the request when it fills in an amount: its key, else its URL.</summary>
    public long RequestHash => Key?.Hash ?? UrlHash;

    public long? KeptReceived =>
        (SentCurrency is not null || Price.ReceivedIsShare) && SentReceived.Sent == AmountSent.Given ? SentReceived.Millionths : null;

    public long? KeptPaid => SentCurrency is not null && SentPaid.Sent == AmountSent.Given ? SentPaid.Millionths : null;
}

/// <summary>A postback on its way into the database: its log row and, where no step refused it, the conversion.</summary>
/// <param name="Row">The log row that is replaced, where the postback is run again; else null.</param>
internal sealed record PostbackItem(
    PostbackArrival Arrival,
    OfferId? Offer,
    PostbackOutcome? Refusal,
    string Explanation,
    ConversionDraft? Conversion,
    RunAgainRow? Row = null
)
{
    /// <summary>Whether the address is on the whitelist of the offer's advertiser (cake.md 8).</summary>
    public bool Whitelisted { get; init; }

    /// <summary>Of <c>t</c>, also where a step refused the postback: by it the pixel log is searched.</summary>
    public long? TransactionHash { get; init; }

    /// <summary>With one more line of explanation, which only the write could give.</summary>
    public PostbackItem Explained(string step, string verdict, Phrase detail) =>
        this with
        {
            Explanation = Explanation + ExplanationText.End + ExplanationText.Line(step, verdict, detail),
        };
}

/// <summary>A refused row of the pixel log, run again by <paramref name="By"/>, and what it counted as until now.</summary>
internal sealed record RunAgainRow(long Id, string By, PixelLogCount Was);

/// <summary>What the database made of a postback. <paramref name="Conversion"/> is the first record where it is a repeat or duplicate.</summary>
internal readonly record struct WrittenPostback(PostbackOutcome Outcome, ConversionId? Conversion, long PixelLogId)
{
    /// <summary>The affiliate's HTML pixels for the browser that asked; null for none.</summary>
    public IReadOnlyList<string>? Html { get; init; }
}

using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.PixelLog;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>A conversion or event record as the API and the Console show it. Amounts are the current ones: the first and what came later.</summary>
/// <param name="At">When the event happened; <paramref name="ArrivedAt"/> is when we heard of it.</param>
/// <param name="Disposition"><c>approved</c>, <c>pending</c>, <c>rejected</c> or <c>returned</c>; only approved ones are owed.</param>
/// <param name="Reason">Why it is pending: <c>UNVERIFIED SENDER</c>, <c>AMOUNT NOT SENT</c>, <c>NO RATE</c> (cake.md 2.3a); or <c>CAP REACHED</c>.</param>
/// <param name="PixelFired">Whether the affiliate was told, by postback or pixel (cake.md 7.1, <c>pixel_dropped</c>).</param>
/// <param name="Sender">Why its amounts were believed: <c>whitelisted</c>, <c>token</c>, <c>ownWorker</c>, <c>pixelKey</c>, or <c>unknown</c>.</param>
public record ConversionAnswer(
    ConversionId Id,
    string PublicId,
    Instant At,
    Instant ArrivedAt,
    AdvertiserId AdvertiserId,
    string AdvertiserName,
    OfferId OfferId,
    string OfferName,
    AffiliateId AffiliateId,
    string AffiliateName,
    OfferCampaignId OfferCampaignId,
    CreativeId CreativeId,
    OfferEventId EventId,
    string EventName,
    string? TransactionId,
    decimal Received,
    decimal Paid,
    string Currency,
    string Disposition,
    string? Reason,
    string Source,
    string Sender,
    bool Test,
    string Ip,
    string? S1,
    string? S2,
    string? S3,
    string? S4,
    string? S5,
    long PixelLogId,
    bool PixelFired
)
{
    /// <summary>The click it belongs to; null where it is clickless.</summary>
    public ConversionClick? Click { get; init; }

    /// <summary>The disposition that the instance named, as “Thrown out”, and its name; null where it is one of the four types themselves.</summary>
    public long? DispositionId { get; init; }

    /// <inheritdoc cref="DispositionId"/>
    public string? DispositionName { get; init; }

    /// <summary>What was said when its disposition was last changed, or when it was inserted.</summary>
    public string? Note { get; init; }

    /// <summary>The cap that it came over; null where it came over none.</summary>
    public OverCapAnswer? Cap { get; init; }

    /// <summary>The contract that its campaign ran on when it was booked; null in records of earlier versions and of imports that name none.</summary>
    public OfferContractId? ContractId { get; init; }

    /// <summary>Null where the contract was deleted since.</summary>
    public string? ContractName { get; init; }

    /// <summary>The advertiser's own id of its user, <c>u</c>.</summary>
    public string? UserId { get; init; }

    /// <summary>The advertiser's sub ids, <c>as1</c> to <c>as5</c>.</summary>
    public string? As1 { get; init; }

    public string? As2 { get; init; }

    public string? As3 { get; init; }

    public string? As4 { get; init; }

    public string? As5 { get; init; }
}

/// <summary>A cap that a conversion came over (cake.md 5.7).</summary>
/// <param name="Note">Which one, in which period, and what it did to the amounts.</param>
public sealed record OverCapAnswer(CapId Id, string Note);

/// <summary>A later change of an amount (architecture 4.7).</summary>
/// <param name="Side"><c>received</c> or <c>paid</c>.</param>
/// <param name="Amount">Signed: what it adds to the side.</param>
/// <param name="EffectiveDay">The day, in the instance's zone, whose report and bill carry the difference.</param>
public sealed record LedgerEntry(
    long Id,
    string Side,
    decimal Amount,
    Instant RecordedAt,
    string EffectiveDay,
    string ActorId,
    string Reason
);

/// <summary>A conversion with all that led to its amounts.</summary>
public sealed record ConversionCard : ConversionAnswer
{
    internal ConversionCard(
        ConversionAnswer conversion,
        decimal firstReceived,
        decimal firstPaid,
        IReadOnlyList<LedgerEntry> ledger,
        PixelLogRow? arrival,
        AffiliateTold affiliateTold
    )
        : base(conversion) =>
        (FirstReceived, FirstPaid, Ledger, Arrival, AffiliateTold) = (firstReceived, firstPaid, ledger, arrival, affiliateTold);

    public decimal FirstReceived { get; }

    public decimal FirstPaid { get; }

    public IReadOnlyList<LedgerEntry> Ledger { get; }

    /// <summary>The postback that became the conversion; null once the log has let it go.</summary>
    public PixelLogRow? Arrival { get; }

    public AffiliateTold AffiliateTold { get; }

    /// <summary>Why it is, or is not, paid; for the top of its page.</summary>
    public ConversionWhy Why => ConversionWhyRule.Of(this, FirstPaid, AffiliateTold);

    /// <summary>What was sold; null where no commerce pixel said it.</summary>
    public ConversionOrder? Order { get; init; }
}

using System.Net;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Configuration;

public enum OfferStatus
{
    Public,
    Private,
    ApplyToRun,
    Inactive,
}

/// <summary>What a price is paid for (cake.md 5.6). CPA and RevShare price a conversion, CPE and RevShare an event; the others price no conversion.</summary>
public enum PriceFormat
{
    Cpa,
    Cpc,
    Cpm,
    Fixed,
    RevShare,

    /// <summary>Cost per event.</summary>
    Cpe,
}

/// <summary>What is promoted (cake.md 5.3). Amounts are millionths of <paramref name="Currency"/> and price the default event only.</summary>
/// <param name="Token">The secret that the generator writes as <c>k=</c>: a postback that carries it is believed (cake.md 2.3a).</param>
public sealed record Offer(
    OfferId Id,
    string Name,
    AdvertiserId AdvertiserId,
    Currency Currency,
    long Payout,
    long Received,
    PriceFormat PriceFormat,
    OfferStatus Status,
    bool WhitelistOnly,
    bool TransactionIdDeduplication,
    string Token,
    CreativeId DefaultCreativeId,
    Instant CreatedAt
)
{
    /// <summary>Payout, received and price format of the offer are this contract's.</summary>
    public OfferContractId DefaultContractId { get; init; }

    public AutoDisposition AutoDisposition { get; init; }
}

/// <summary>The price and the links that a campaign runs on (cake.md 5.4). Amounts are millionths of the offer's currency.</summary>
/// <param name="ReceivedIsPercentage">What the advertiser pays is this share of the sale amount, in percent.</param>
/// <param name="OfferLink">Where a click goes; null leaves it to the creative.</param>
/// <param name="Redirect">Where a click goes that the campaign can't take.</param>
public sealed record OfferContract(
    OfferContractId Id,
    OfferId OfferId,
    string Name,
    PriceFormat PriceFormat,
    long Payout,
    long Received,
    bool ReceivedIsPercentage,
    string? OfferLink,
    string? Redirect,
    Instant CreatedAt
)
{
    /// <summary>The default contract of an offer, as far as the offer itself knows it.</summary>
    public static OfferContract DefaultOf(Offer offer) =>
        new(
            offer.DefaultContractId,
            offer.Id,
            "Default",
            offer.PriceFormat,
            offer.Payout,
            offer.Received,
            false,
            null,
            null,
            offer.CreatedAt
        );
}

public enum AutoDispositionType
{
    None,
    Approve,
    Reject,
}

/// <summary>What becomes of a conversion under review when nobody decides within the hours (cake.md 2.6 step 10).</summary>
public readonly record struct AutoDisposition(AutoDispositionType Type, int DelayHours);

public enum AccountStatus
{
    Active,
    Inactive,
    Pending,
}

/// <summary>Who promotes (cake.md 5.1): a publisher in Ringba.</summary>
public sealed record Affiliate(AffiliateId Id, string Name, AccountStatus Status, string? PostbackUrl, Instant CreatedAt)
{
    /// <summary>Whether its conversions wait for a person at first.</summary>
    public bool Review { get; init; }
}

/// <summary>Affiliate × offer (cake.md 5.5). The original one of a pair takes what names no campaign. Payout null follows the contract.</summary>
public sealed record OfferCampaign(
    OfferCampaignId Id,
    OfferId OfferId,
    AffiliateId AffiliateId,
    bool Original,
    AccountStatus Status,
    long? Payout,
    string? PostbackUrl,
    Instant CreatedAt
)
{
    /// <summary>The contract whose price and links count here; null is the offer's default.</summary>
    public OfferContractId? ContractId { get; init; }

    /// <summary>What <see cref="Payout"/> is: a share where it is RevShare; null is the offer's format.</summary>
    public PriceFormat? PriceFormat { get; init; }

    public bool Review { get; init; }

    /// <summary>Null follows the offer.</summary>
    public AutoDisposition? AutoDisposition { get; init; }
}

public enum OfferEventType
{
    Macro,
    Micro,
}

/// <summary>Something that can happen, defined by the advertiser (cake.md 4). Its own amounts count unless offer or campaign set others.</summary>
public sealed record OfferEvent(
    OfferEventId Id,
    AdvertiserId AdvertiserId,
    string Name,
    string? ThirdPartyName,
    OfferEventType Type,
    bool AllowDuplicates,
    bool Publish,
    bool Active,
    long Payout,
    long Received,
    Instant CreatedAt
)
{
    /// <summary>CPE or RevShare: what <see cref="Payout"/> is.</summary>
    public PriceFormat PriceFormat { get; init; } = PriceFormat.Cpe;
}

/// <summary>What an offer (no campaign) or a campaign changes of an event; null leaves it (cake.md 4).</summary>
public sealed record EventSetting(
    OfferEventId EventId,
    OfferId OfferId,
    OfferCampaignId? CampaignId,
    bool? Active,
    bool? Publish,
    long? Payout,
    long? Received
)
{
    /// <summary>At the offer: how many seconds after its click the event may be reported at the earliest; null is at once.</summary>
    public int? MinimumSeconds { get; init; }

    /// <summary>What <see cref="Payout"/> is; null is the format of the level above.</summary>
    public PriceFormat? PriceFormat { get; init; }
}

/// <summary>Addresses of a sender that is believed (cake.md 2.9). <paramref name="OfferId"/> null is all offers of the advertiser.</summary>
/// <param name="PerSecond">Overrides the rate limit for these addresses; 0 is none, null the default of whitelisted ones.</param>
public sealed record WhitelistRow(
    long Id,
    AdvertiserId AdvertiserId,
    OfferId? OfferId,
    IpRange Range,
    string From,
    string To,
    int? PerSecond,
    bool Active,
    string? Note
)
{
    public bool Covers(IPAddress address) => Active && Range.Contains(address);
}

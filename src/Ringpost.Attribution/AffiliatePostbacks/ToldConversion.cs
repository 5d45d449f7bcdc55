using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>What of a conversion the tokens can name. Amounts are millionths, the current ones.</summary>
/// <param name="Zone">The instance's: dates without an offset are in it (architecture 4.7).</param>
/// <param name="Click">Null for a conversion without a click.</param>
internal sealed record ToldConversion(
    ConversionId Id,
    Instant At,
    AdvertiserId Advertiser,
    OfferId Offer,
    AffiliateId Affiliate,
    OfferCampaignId Campaign,
    CreativeId Creative,
    OfferEventId Event,
    string EventName,
    string? TransactionId,
    string Ip,
    string?[]? SubIds,
    long Received,
    long Paid,
    Currency Currency,
    TimeZoneInfo Zone,
    PublicIds PublicIds,
    ToldClick? Click = null
);

/// <summary>What of a click the tokens can name (cake.md 7.2).</summary>
/// <param name="RequestId">The browser session's number.</param>
/// <param name="OfferRequestId">The one that is the offer's alone.</param>
internal sealed record ToldClick(string RequestId, string OfferRequestId, string? DeviceId, string? Ip);

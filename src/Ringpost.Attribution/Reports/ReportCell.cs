namespace Ringpost.Attribution.Reports;

/// <summary>
/// What a number of a report belongs to. A click belongs to no event (0) and counts in the currency of its offer. The advertiser is the one
/// the revenue is booked to, which is not always the offer's.
/// </summary>
internal readonly record struct ReportCell(
    AdvertiserId Advertiser,
    OfferId Offer,
    AffiliateId Affiliate,
    OfferCampaignId Campaign,
    CreativeId Creative,
    OfferEventId Event,
    CurrencyCode Currency
);

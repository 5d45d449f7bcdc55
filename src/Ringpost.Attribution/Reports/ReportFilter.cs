using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>Which numbers count; what is null does not narrow. A click belongs to no event.</summary>
/// <param name="SubAffiliate">s1, compared exactly; blank is without one.</param>
internal sealed record ReportFilter(
    AdvertiserId? Advertiser = null,
    OfferId? Offer = null,
    AffiliateId? Affiliate = null,
    OfferCampaignId? Campaign = null,
    CreativeId? Creative = null,
    OfferEventId? Event = null,
    string? SubAffiliate = null,
    Currency? Currency = null
)
{
    public bool Passes(ReportCell cell) =>
        (Advertiser is not { } advertiser || cell.Advertiser == advertiser)
        && (Offer is not { } offer || cell.Offer == offer)
        && (Affiliate is not { } affiliate || cell.Affiliate == affiliate)
        && (Campaign is not { } campaign || cell.Campaign == campaign)
        && (Creative is not { } creative || cell.Creative == creative)
        && (Event is not { } offerEvent || cell.Event == offerEvent)
        && (Currency is not { } currency || cell.Currency == currency);

    /// <summary>Conditions on the columns of a table named <c>c</c>, each with an AND before it; ids are numbers, a currency one of the known codes.</summary>
    public string ToSql(bool isOfferTable = false)
    {
        var conditions = new List<string>();
        void Add(string column, long? value)
        {
            if (value is not null)
                conditions.Add(FormattableString.Invariant($" AND c.{column} = {value}"));
        }

        Add("advertiser_id", Advertiser?.Value);
        Add("offer_id", Offer?.Value);
        if (!isOfferTable)
        {
            Add("affiliate_id", Affiliate?.Value);
            Add("campaign_id", Campaign?.Value);
            Add("creative_id", Creative?.Value);
        }

        Add("event_id", Event?.Value);
        if (Currency is { } currency)
            conditions.Add($" AND c.currency = '{currency.Code}'");
        return string.Concat(conditions);
    }
}

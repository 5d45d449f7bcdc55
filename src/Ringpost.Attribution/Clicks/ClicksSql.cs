using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

internal static class ClicksSql
{
    private const string Select =
        "SELECT c.id AS Id, c.at AS At, c.session_id AS SessionId, c.duplicate_of AS DuplicateOf, c.bot AS Kind, "
        + "CASE WHEN EXISTS (SELECT 1 FROM conversion_clicks k WHERE k.click_id = c.id AND k.conversion_id IS NOT NULL) THEN 1 ELSE 0 END AS Converted, "
        + "c.advertiser_id AS AdvertiserId, c.offer_id AS OfferId, o.name AS OfferName, c.affiliate_id AS AffiliateId, f.name AS AffiliateName, "
        + "c.campaign_id AS CampaignId, c.creative_id AS CreativeId, r.name AS CreativeName, c.ip AS Ip, c.user_agent AS UserAgent, c.referrer AS Referrer, "
        + "c.s1 AS S1, c.s2 AS S2, c.s3 AS S3, c.s4 AS S4, c.s5 AS S5, c.udid AS Udid FROM clicks c "
        + "JOIN offers o ON o.id = c.offer_id JOIN affiliates f ON f.id = c.affiliate_id JOIN creatives r ON r.id = c.creative_id ";

    /// <summary>Newest first, the clicks before <paramref name="before"/>. A range of time is a range of ids.</summary>
    public static async Task<IReadOnlyList<ClickRow>> ListAsync(
        DbConnection connection,
        ClickFilter filter,
        TimeRange range,
        long before,
        int limit
    ) =>
        (
            await connection.QueryAsync<ClickRow>(
                $"{Select}WHERE {Where(filter)} ORDER BY c.id DESC LIMIT @limit",
                new
                {
                    least = Identifiers.FirstNumber(range.From),
                    most = Identifiers.FirstNumber(range.To),
                    before,
                    limit,
                    advertiserId = filter.AdvertiserId?.Value,
                    offerId = filter.OfferId?.Value,
                    affiliateId = filter.AffiliateId?.Value,
                    campaignId = filter.OfferCampaignId?.Value,
                    creativeId = filter.CreativeId?.Value,
                    request = filter.Request,
                }
            )
        ).AsList();

    private static string Where(ClickFilter filter)
    {
        // Only what narrows is said, so that each question finds its index.
        var conditions = new List<string> { "c.id >= @least", "c.id < @most", "c.id < @before" };
        if (filter.AdvertiserId is not null)
            conditions.Add("c.advertiser_id = @advertiserId");
        if (filter.OfferId is not null)
            conditions.Add("c.offer_id = @offerId");
        if (filter.AffiliateId is not null)
            conditions.Add("c.affiliate_id = @affiliateId");
        if (filter.OfferCampaignId is not null)
            conditions.Add("c.campaign_id = @campaignId");
        if (filter.CreativeId is not null)
            conditions.Add("c.creative_id = @creativeId");
        if (filter.Request is not null)
            conditions.Add(
                "c.id IN (SELECT id FROM clicks WHERE id = @request UNION ALL SELECT id FROM clicks WHERE session_id = @request)"
            );
        if (filter.Show is { Length: > 0 } show)
            conditions.Add(
                show == "bots" ? "c.bot = 1"
                : show == "tests" ? "c.bot = 2"
                : show == "duplicates" ? "c.bot = 0 AND c.duplicate_of IS NOT NULL"
                : "c.bot = 0 AND c.duplicate_of IS NULL"
            );
        return string.Join(" AND ", conditions);
    }
}

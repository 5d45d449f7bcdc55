using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.AffiliatePostbacks;

internal static class HeldConversionsSql
{
    private const string Held =
        "SELECT c.id AS Id, c.at AS At, c.advertiser_id AS AdvertiserId, c.offer_id AS OfferId, c.affiliate_id AS AffiliateId, c.campaign_id AS CampaignId, "
        + "c.creative_id AS CreativeId, c.event_id AS EventId, e.name AS EventName, CASE WHEN a.default_event_id = c.event_id THEN 1 ELSE 0 END AS IsDefaultEvent, "
        + "COALESCE(cs.publish, os.publish, e.publish) AS Published, CASE WHEN k.status = 'active' THEN 1 ELSE 0 END AS CampaignActive, c.test AS Test, "
        + "c.transaction_id AS TransactionId, c.ip AS Ip, c.currency AS Currency, c.s1 AS S1, c.s2 AS S2, c.s3 AS S3, c.s4 AS S4, c.s5 AS S5, "
        + "CAST(c.received + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'received'), 0) AS bigint) AS Received, "
        + "CAST(c.paid + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'paid'), 0) AS bigint) AS Paid, "
        + "ck.click_id AS ClickId, ck.session_id AS SessionId, ck.click_ip AS ClickIp, ck.udid AS Udid "
        + "FROM conversions c JOIN advertisers a ON a.id = c.advertiser_id JOIN offer_events e ON e.id = c.event_id "
        + "JOIN offer_campaigns k ON k.id = c.campaign_id "
        + "LEFT JOIN conversion_clicks ck ON ck.conversion_id = c.id "
        + "LEFT JOIN offer_event_settings os ON os.offer_id = c.offer_id AND os.event_id = c.event_id "
        + "LEFT JOIN campaign_event_settings cs ON cs.campaign_id = c.campaign_id AND cs.event_id = c.event_id "
        + "WHERE (c.disposition = 'approved' OR c.reason = 'REVIEW') AND c.fired = 0 AND c.not_told IN ('unverifiedSender', 'amountNotSent', 'noRate') AND c.id ";

    /// <summary>Those of the conversions that were held back and are approved now.</summary>
    public static async Task<IReadOnlyList<HeldConversion>> ListAsync(WriteUnit unit, long[] ids) =>
        (await unit.Connection.QueryAsync<HeldConversion>($"{Held}{Among(unit)} ORDER BY c.id", new { ids })).AsList();

    /// <summary>The pixels that could fire for them.</summary>
    public static async Task<IReadOnlyDictionary<PixelPlace, AffiliatePixel>> ListPixelsAsync(WriteUnit unit, long[] ids) =>
        (
            await AffiliatePixelsSql.ListAsync(
                unit.Connection,
                "WHERE level = 'system' OR (level IN ('campaign', 'campaignEvent') AND owner_id IN (SELECT campaign_id FROM conversions WHERE id "
                    + $"{Among(unit)})) OR (level = 'affiliate' AND owner_id IN (SELECT affiliate_id FROM conversions WHERE id {Among(unit)})) "
                    + $"OR (level = 'offer' AND owner_id IN (SELECT offer_id FROM conversions WHERE id {Among(unit)}))",
                new { ids }
            )
        ).ToDictionary(p => p.Place);

    /// <summary>Keeps what was decided, once.</summary>
    public static Task SettleAsync(WriteUnit unit, long id, FireDecision fire) =>
        unit.Connection.ExecuteAsync(
            "UPDATE conversions SET fired = @fired, not_told = @notTold WHERE id = @id",
            new
            {
                id,
                fired = fire.Tells ? 1 : 0,
                notTold = fire.NotTold?.Word(),
            }
        );

    private static string Among(WriteUnit unit) => unit.Pick("IN @ids", "= ANY (@ids)");
}

using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

internal static class ConversionsSql
{
    private const string Select =
        "SELECT c.id AS Id, c.at AS At, c.arrived_at AS ArrivedAt, c.advertiser_id AS AdvertiserId, a.name AS AdvertiserName, c.offer_id AS OfferId, "
        + "o.name AS OfferName, c.affiliate_id AS AffiliateId, f.name AS AffiliateName, c.campaign_id AS OfferCampaignId, c.creative_id AS CreativeId, "
        + "c.event_id AS EventId, e.name AS EventName, c.transaction_id AS TransactionId, "
        + "c.received AS FirstReceived, c.paid AS FirstPaid, "
        + "CAST(c.received + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'received'), 0) AS bigint) AS Received, "
        + "CAST(c.paid + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'paid'), 0) AS bigint) AS Paid, "
        + "c.currency AS Currency, c.disposition AS Disposition, COALESCE(c.reason, CASE WHEN c.cap_id IS NOT NULL THEN 'CAP REACHED' END) AS Reason, c.cap_id AS CapId, "
        + "c.disposition_id AS DispositionId, d.name AS DispositionName, c.note AS Note, c.cap_note AS CapNote, c.source AS Source, c.sender AS Sender, c.test AS Test, c.ip AS Ip, "
        + "c.s1 AS S1, c.s2 AS S2, c.s3 AS S3, c.s4 AS S4, c.s5 AS S5, c.pixel_log_id AS PixelLogId, c.fired AS Fired, c.not_told AS NotTold, "
        + "k.click_id AS ClickId, k.session_id AS SessionId, k.click_at AS ClickAt, k.click_ip AS ClickIp, k.click_referrer AS ClickReferrer, "
        + "k.click_user_agent AS ClickUserAgent, k.udid AS Udid, c.contract_id AS ContractId, n.name AS ContractName, "
        + "v.user_id AS UserId, v.as1 AS As1, v.as2 AS As2, v.as3 AS As3, v.as4 AS As4, v.as5 AS As5 "
        + "FROM conversions c JOIN advertisers a ON a.id = c.advertiser_id JOIN offers o ON o.id = c.offer_id JOIN affiliates f ON f.id = c.affiliate_id "
        + "JOIN offer_events e ON e.id = c.event_id LEFT JOIN conversion_clicks k ON k.conversion_id = c.id "
        + "LEFT JOIN dispositions d ON d.id = c.disposition_id "
        + "LEFT JOIN offer_contracts n ON n.id = c.contract_id LEFT JOIN conversion_advertiser_values v ON v.conversion_id = c.id ";

    /// <summary>Newest event first; the rows after the place that <paramref name="at"/> and <paramref name="id"/> name.</summary>
    public static async Task<IReadOnlyList<ConversionRow>> ListAsync(
        DbConnection connection,
        ConversionFilter filter,
        TimeRange range,
        Instant at,
        long id,
        int limit
    ) =>
        (
            await connection.QueryAsync<ConversionRow>(
                $"{Select}WHERE {Where(filter)} AND (c.at, c.id) < (@at, @id) ORDER BY c.at DESC, c.id DESC LIMIT @limit",
                Parameters(filter, range, at, id, limit)
            )
        ).AsList();

    /// <summary>Ids alone, rising.</summary>
    public static async Task<IReadOnlyList<long>> ListIdsAsync(
        DbConnection connection,
        ConversionFilter filter,
        TimeRange range,
        long after,
        int limit
    ) =>
        (
            await connection.QueryAsync<long>(
                $"SELECT c.id FROM conversions c WHERE {Where(filter)} AND c.id > @id ORDER BY c.id LIMIT @limit",
                Parameters(filter, range, default, after, limit)
            )
        ).AsList();

    public static Task<ConversionRow?> FindAsync(DbConnection connection, ConversionId id) =>
        connection.QuerySingleOrDefaultAsync<ConversionRow>(Select + "WHERE c.id = @id", new { id });

    public static async Task<IReadOnlyList<LedgerEntry>> ListLedgerAsync(DbConnection connection, ConversionId id) =>
        [
            .. (
                await connection.QueryAsync<LedgerRow>(
                    "SELECT id AS Id, side AS Side, amount AS Amount, recorded_at AS RecordedAt, effective_day AS EffectiveDay, actor_id AS ActorId, reason AS Reason "
                        + "FROM conversion_ledger WHERE conversion_id = @id ORDER BY id",
                    new { id }
                )
            ).Select(l => new LedgerEntry(l.Id, l.Side, l.Amount / 1_000_000m, l.RecordedAt, l.EffectiveDay, l.ActorId, l.Reason)),
        ];

    internal static string Where(ConversionFilter filter)
    {
        // Only what narrows is said, so that each question finds its index.
        var conditions = new List<string> { "c.at >= @from", "c.at < @to" };
        if (filter.OfferId is not null)
            conditions.Add("c.offer_id = @offerId");
        if (filter.AffiliateId is not null)
            conditions.Add("c.affiliate_id = @affiliateId");
        if (filter.OfferCampaignId is not null)
            conditions.Add("c.campaign_id = @campaignId");
        if (filter.EventId is not null)
            conditions.Add("c.event_id = @eventId");
        if (filter.AdvertiserId is not null)
            conditions.Add("c.advertiser_id = @advertiserId");
        if (filter.TransactionId is { Length: > 0 })
            conditions.Add("c.transaction_hash = @transactionHash AND c.transaction_id = @transactionId");
        if (filter.UserId is { Length: > 0 })
            conditions.Add("c.id IN (SELECT conversion_id FROM conversion_advertiser_values WHERE user_id = @userId)");
        if (filter.Disposition is { Length: > 0 })
            conditions.Add(filter.NamedDisposition is null ? "c.disposition = @disposition" : "c.disposition_id = @named");
        if (filter.Reason is { Length: > 0 })
            conditions.Add(filter.Reason == CapStep.Reached ? "c.cap_id IS NOT NULL" : "c.reason = @reason");
        if (filter.Tests is { Length: > 0 })
            conditions.Add(filter.Tests == "tests" ? "c.test = 1" : "c.test = 0");
        return string.Join(" AND ", conditions);
    }

    internal static object Parameters(ConversionFilter filter, TimeRange range, Instant at = default, long id = 0, int limit = 0) =>
        new
        {
            from = range.From,
            to = range.To,
            offerId = filter.OfferId?.Value,
            affiliateId = filter.AffiliateId?.Value,
            campaignId = filter.OfferCampaignId?.Value,
            eventId = filter.EventId?.Value,
            advertiserId = filter.AdvertiserId?.Value,
            transactionId = filter.TransactionId,
            transactionHash = PostbackHash.OfTransaction(filter.TransactionId),
            userId = filter.UserId,
            disposition = filter.Disposition,
            named = filter.NamedDisposition,
            reason = filter.Reason,
            at,
            id,
            limit,
        };

    private sealed record LedgerRow(
        long Id,
        string Side,
        long Amount,
        Instant RecordedAt,
        string EffectiveDay,
        string ActorId,
        string Reason
    );
}

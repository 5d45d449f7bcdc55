using Dapper;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Tests.Conversions;

/// <summary>Conversions put straight into their table, for the tests of what reads it.</summary>
internal static class StoredRows
{
    public static async Task<ConversionId> InsertAsync(
        this Network network,
        OfferAnswer offer,
        OfferCampaignAnswer campaign,
        OfferEventId eventId,
        string at,
        long received = 20,
        long paid = 10,
        string? transactionId = null,
        string? reason = null,
        string ip = "192.0.2.1",
        string currency = "USD",
        bool test = false,
        bool awaitsPaid = false
    )
    {
        Instant.TryParse(at, null, out var moment);
        return await network.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var log = await unit.Connection.QuerySingleAsync<long>(
                    unit.Pick("INSERT INTO pixel_log (at,", "INSERT INTO pixel_log (id, at,")
                        + " method, ip, url, url_length, own_worker, outcome, explanation) VALUES ("
                        + unit.Pick("", "(SELECT COALESCE(max(id), 0) + 1 FROM pixel_log), ")
                        + "@moment, 'GET', @ip, '/m.ashx', 7, 0, 'stored', '[]') RETURNING id",
                    new { moment, ip }
                );
                return await unit.Connection.QuerySingleAsync<ConversionId>(
                    unit.Pick("INSERT INTO conversions (pixel_log_id,", "INSERT INTO conversions (id, pixel_log_id,")
                        + " at, arrived_at, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, event_id, transaction_id, "
                        + "transaction_hash, dedup_no, url_hash, received, paid, currency, awaits_received, awaits_paid, disposition, reason, source, sender, test, fired, ip) "
                        + "VALUES ("
                        + unit.Pick("", "(SELECT COALESCE(max(id), 0) + 1 FROM conversions), ")
                        + "@log, @moment, @moment, @advertiser, @offer, @affiliate, @campaign, @creative, @eventId, @transactionId, @hash, 0, 0, "
                        + "@received, @paid, @currency, 0, @awaitsPaid, @disposition, @reason, 'clicklessPostback', 'unknown', @test, 0, @ip) RETURNING id",
                    new
                    {
                        log,
                        moment,
                        advertiser = offer.AdvertiserId,
                        offer = offer.Id,
                        affiliate = campaign.AffiliateId,
                        campaign = campaign.Id,
                        creative = offer.DefaultCreativeId,
                        eventId,
                        transactionId,
                        hash = transactionId is null ? (long?)null : PostbackHash.OfTransaction(transactionId),
                        received = received * 1_000_000,
                        paid = paid * 1_000_000,
                        currency,
                        awaitsPaid,
                        disposition = reason is null ? "approved" : "pending",
                        reason,
                        test,
                        ip,
                    }
                );
            }
        );
    }

    public static Task LedgerAsync(this Network network, ConversionId id, string side, long amount) =>
        network.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO conversion_ledger (conversion_id, side, amount, recorded_at, effective_day, effective_at, disposition, actor_id, reason) "
                        + "SELECT id, @side, @amount, @now, '2026-03-01', at, disposition, 'user:1', 'Corrected' FROM conversions WHERE id = @id",
                    new
                    {
                        id,
                        side,
                        amount = amount * 1_000_000,
                        now = unit.Now,
                    }
                )
        );
}

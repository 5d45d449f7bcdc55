using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Bench.Reports;

/// <summary>
/// A network of 10 advertisers, 50 offers and 200 affiliates, each affiliate on each offer, and a year of conversions in the product's own table:
/// random offer, affiliate and transaction id, every tenth a micro event, every twentieth pending.
/// </summary>
internal static class ReportFill
{
    public const int Offers = 50;

    public const int Affiliates = 200;

    private const int AtOnce = 100_000;

    /// <summary>Columns in one order for both databases; <c>n</c> is the row's number, <c>r</c> a random one.</summary>
    private const string Rows =
        "SELECT n, n, @from + n * @step + r % @step, @from + n * @step + r % @step, 1 + (r / 7) % 50 / 5, 1 + (r / 7) % 50, 1 + (r / 353) % 200, "
        + "((r / 7) % 50) * 200 + 1 + (r / 353) % 200, 1 + (r / 7) % 50, CASE WHEN (r / 11) % 10 = 0 THEN 11 ELSE 1 END + (r / 7) % 50 / 5, "
        + "'CALL' || r, r, 0, r, 10000000 + (r / 13) % 900 * 10000, 5000000 + (r / 17) % 400 * 10000, 'USD', 0, 0, "
        + "CASE WHEN (r / 19) % 20 = 0 THEN 'pending' ELSE 'approved' END, 'clicklessPostback', 'token', 0, 0, '192.0.2.1', 'sub' || ((r / 23) % 40) ";

    private const string Into =
        "INSERT INTO conversions (id, pixel_log_id, at, arrived_at, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, event_id, transaction_id, "
        + "transaction_hash, dedup_no, url_hash, received, paid, currency, awaits_received, awaits_paid, disposition, source, sender, test, fired, ip, s1) ";

    public static async Task NetworkAsync(IServiceProvider services)
    {
        for (var i = 0; i < 10; i++)
            _ = (await services.GetRequiredService<CreateAdvertiser>().RunAsync(Actor.System, new($"Advertiser {i + 1}"))).Value;
        // Default events are 1 to 10, these 11 to 20.
        for (var i = 0; i < 10; i++)
            _ = (
                await services
                    .GetRequiredService<CreateEvent>()
                    .RunAsync(Actor.System, new AdvertiserId(i + 1), new("Incoming call", "micro"))
            ).Value;
        for (var i = 0; i < Offers; i++)
            _ = (
                await services
                    .GetRequiredService<CreateOffer>()
                    .RunAsync(Actor.System, new($"Offer {i + 1}", new AdvertiserId(1 + (i / 5)), Payout: 5, Received: 10))
            ).Value;
        for (var i = 0; i < Affiliates; i++)
            _ = (await services.GetRequiredService<CreateAffiliate>().RunAsync(Actor.System, new($"Affiliate {i + 1}"))).Value;
        for (var offer = 1; offer <= Offers; offer++)
        for (var affiliate = 1; affiliate <= Affiliates; affiliate++)
            _ = (
                await services
                    .GetRequiredService<CreateOfferCampaign>()
                    .RunAsync(Actor.System, new(new OfferId(offer), new AffiliateId(affiliate)))
            ).Value;
    }

    /// <summary>Indexes are made at the end: what they look like then is what one by one would have left, in a tenth of the time.</summary>
    public static async Task ConversionsAsync(Database database, long rows, Instant from, TimeSpan length)
    {
        await RunAsync(database, "DROP INDEX conversions_transaction", null);
        var step = (long)(length.TotalMilliseconds / rows);
        var series = database.Pick(
            "WITH RECURSIVE s (n) AS (SELECT @first UNION ALL SELECT n + 1 FROM s WHERE n < @last), x AS MATERIALIZED (SELECT n, abs(random() / 2) AS r FROM s) ",
            "WITH x AS MATERIALIZED (SELECT n, CAST(random() * 9e18 AS bigint) AS r FROM generate_series(CAST(@first AS bigint), CAST(@last AS bigint)) n) "
        );
        for (long first = 1; first <= rows; first += AtOnce)
        {
            var last = Math.Min(rows, first + AtOnce - 1);
            await RunAsync(
                database,
                database.Pick($"{Into}{series}{Rows}FROM x", $"{series}{Into}{Rows}FROM x"),
                new
                {
                    first,
                    last,
                    from,
                    step,
                }
            );
        }

        await RunAsync(
            database,
            "CREATE UNIQUE INDEX conversions_transaction ON conversions (transaction_hash, offer_id, event_id, dedup_no) WHERE transaction_hash IS NOT NULL",
            null
        );
        // PostgreSQL does so by itself, sooner or later.
        if (database.Dialect == Dialect.Postgres)
            await RunAsync(database, "ANALYZE conversions", null);
    }

    private static Task RunAsync(Database database, string sql, object? parameters) =>
        database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql, parameters, commandTimeout: 3600));
}

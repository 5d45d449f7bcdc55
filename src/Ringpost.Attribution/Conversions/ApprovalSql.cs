using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Conversions;

/// <summary>What is open besides the sender stays open: an amount that was not sent yet, a currency without a rate (cake.md 2.3a).</summary>
internal static class ApprovalSql
{
    public const string UnverifiedSender = "UNVERIFIED SENDER";

    internal const string LacksRate =
        "(sent_currency IS NOT NULL AND EXISTS (SELECT 1 FROM rate_waits w WHERE w.conversion_id = conversions.id))";

    internal const string UnderReview =
        "EXISTS (SELECT 1 FROM offer_campaigns r JOIN affiliates p ON p.id = r.affiliate_id WHERE r.id = conversions.campaign_id AND (r.review = 1 OR p.review = 1))";

    private const string Approve =
        "UPDATE conversions SET "
        + $"disposition = CASE WHEN awaits_received = 1 OR awaits_paid = 1 OR {LacksRate} OR {UnderReview} THEN 'pending' ELSE 'approved' END, "
        + $"reason = CASE WHEN awaits_received = 1 OR awaits_paid = 1 THEN 'AMOUNT NOT SENT' WHEN {LacksRate} THEN 'NO RATE' "
        + $"WHEN {UnderReview} THEN 'REVIEW' ELSE NULL END "
        + "WHERE disposition = 'pending' AND reason = 'UNVERIFIED SENDER' AND id ";

    /// <summary>Those of the conversions that were waiting for it.</summary>
    public static async Task<IReadOnlyList<long>> ApproveAsync(WriteUnit unit, long[] ids) =>
        (await unit.Connection.QueryAsync<long>($"{Approve}{Among(unit)} RETURNING id", new { ids })).AsList();

    public static async Task<HashSet<long>> ListApprovedAsync(WriteUnit unit, long[] ids) =>
        [
            .. await unit.Connection.QueryAsync<long>(
                "SELECT id FROM conversions WHERE disposition = 'approved' AND id " + Among(unit),
                new { ids }
            ),
        ];

    /// <summary>Those that a person decides over now, with what settles them when nobody does.</summary>
    public static async Task<IReadOnlyList<ReviewedRow>> ListUnderReviewAsync(WriteUnit unit, long[] ids) =>
        (
            await unit.Connection.QueryAsync<ReviewedRow>(
                "SELECT c.id AS Id, COALESCE(k.auto_disposition, o.auto_disposition) AS Type, "
                    + "CASE WHEN k.auto_disposition IS NULL THEN o.auto_disposition_hours ELSE k.auto_disposition_hours END AS Hours "
                    + "FROM conversions c JOIN offers o ON o.id = c.offer_id JOIN offer_campaigns k ON k.id = c.campaign_id "
                    + "WHERE c.disposition = 'pending' AND c.reason = 'REVIEW' AND c.id "
                    + Among(unit),
                new { ids }
            )
        ).AsList();

    /// <summary>What waits for its sender to be believed at an advertiser, or at one of its offers (0 is all), with the sender's address.</summary>
    public static async Task<IReadOnlyList<(long Id, string Ip)>> ListUnverifiedAsync(
        WriteUnit unit,
        AdvertiserId advertiserId,
        OfferId offerId
    ) =>
        [
            .. (
                await unit.Connection.QueryAsync<Row>(
                    "SELECT id AS Id, ip AS Ip FROM conversions WHERE offer_id IN (SELECT o.id FROM offers o WHERE o.advertiser_id = @advertiserId) AND disposition = 'pending' AND reason = @UnverifiedSender "
                        + "AND (@offerId = 0 OR offer_id = @offerId) ORDER BY id",
                    new
                    {
                        advertiserId,
                        offerId,
                        UnverifiedSender,
                    }
                )
            ).Select(r => (r.Id, r.Ip)),
        ];

    private static string Among(WriteUnit unit) => unit.Pick("IN @ids", "= ANY (@ids)");

    private sealed record Row(long Id, string Ip);

    internal sealed class ReviewedRow
    {
        public ConversionId Id { get; init; }

        public string Type { get; init; } = "";

        public long Hours { get; init; }
    }
}

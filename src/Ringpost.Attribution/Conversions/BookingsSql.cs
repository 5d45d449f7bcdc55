using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Import;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Conversions;

internal static class BookingsSql
{
    private const string Columns =
        "SELECT c.id AS Id, c.transaction_id AS TransactionId, c.at AS At, c.arrived_at AS ArrivedAt, c.offer_id AS OfferId, c.affiliate_id AS AffiliateId, "
        + "c.campaign_id AS OfferCampaignId, c.event_id AS EventId, c.currency AS Currency, c.sent_currency AS SentCurrency, c.sent_received AS SentReceived, "
        + "c.sent_paid AS SentPaid, CASE WHEN c.awaits_received = 1 OR c.awaits_paid = 1 OR c.reason = 'NO RATE' THEN 1 ELSE 0 END AS Awaits, "
        + "c.disposition AS Disposition, c.reason AS Reason, c.test AS Test, "
        + "CAST(c.received + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'received'), 0) AS bigint) AS Received, "
        + "CAST(c.paid + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'paid'), 0) AS bigint) AS Paid, "
        + "(SELECT MAX(l.recorded_at) FROM conversion_ledger l WHERE l.conversion_id = c.id) AS ChangedAt FROM conversions c ";

    /// <summary>By transaction id, in the order in which they were booked.</summary>
    public static async Task<IReadOnlyList<BookedConversion>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        IReadOnlyCollection<string> transactions
    ) =>
        Read(
            await connection.QueryAsync<Row>(
                // Not null is said for PostgreSQL, which can't tell from a list whether the index that leaves nulls out holds all of it.
                $"{Columns}WHERE c.transaction_hash IS NOT NULL AND c.transaction_hash {ImportSql.Among(dialect)} ORDER BY c.id",
                new { ids = ImportSql.Ids(dialect, transactions.Select(t => PostbackHash.OfTransaction(t))) }
            )
        );

    /// <summary>By the time of the event, oldest first, behind the place.</summary>
    public static async Task<IReadOnlyList<BookedConversion>> ListAsync(
        DbConnection connection,
        TimeRange range,
        (Instant At, ConversionId Id) place,
        int limit
    ) =>
        Read(
            await connection.QueryAsync<Row>(
                $"{Columns}WHERE c.at >= @from AND c.at < @To AND (c.at, c.id) > (@lastAt, @lastId) ORDER BY c.at, c.id LIMIT @limit",
                new
                {
                    from = place.At > range.From ? place.At : range.From,
                    range.To,
                    lastAt = place.At,
                    lastId = place.Id,
                    limit,
                }
            )
        );

    private static IReadOnlyList<BookedConversion> Read(IEnumerable<Row> rows) => [.. rows.Select(r => r.ToConversion())];

    // Properties, not a constructor: SQLite knows no type of a computed column before it has a row.
    private sealed record Row
    {
        public ConversionId Id { get; init; }
        public string? TransactionId { get; init; }
        public Instant At { get; init; }
        public Instant ArrivedAt { get; init; }
        public OfferId OfferId { get; init; }
        public AffiliateId AffiliateId { get; init; }
        public OfferCampaignId OfferCampaignId { get; init; }
        public OfferEventId EventId { get; init; }
        public string Currency { get; init; } = "";
        public string? SentCurrency { get; init; }
        public long? SentReceived { get; init; }
        public long? SentPaid { get; init; }
        public bool Awaits { get; init; }
        public string Disposition { get; init; } = "";
        public string? Reason { get; init; }
        public bool Test { get; init; }
        public long Received { get; init; }
        public long Paid { get; init; }
        public long? ChangedAt { get; init; }

        public BookedConversion ToConversion() =>
            new(
                Id,
                TransactionId,
                At,
                ArrivedAt,
                OfferId,
                AffiliateId,
                OfferCampaignId,
                EventId,
                Received,
                Paid,
                Primitives.Currency.TryParse(Currency, out var currency) ? currency : Primitives.Currency.Usd,
                Primitives.Currency.TryParse(SentCurrency, out var sent) ? sent : null,
                SentReceived,
                SentPaid,
                Awaits,
                Disposition,
                Reason,
                Test,
                ChangedAt is { } changed ? new Instant(changed) : null
            );
    }
}

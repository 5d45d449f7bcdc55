using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

internal static class AdjustmentsSql
{
    /// <summary>What status changes took from a side since its last price, as a negative sum.</summary>
    private static string Taken(string side) =>
        $"CAST(COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = '{side}' AND l.kind = 'status' AND l.id > "
        + $"COALESCE((SELECT max(p.id) FROM conversion_ledger p WHERE p.conversion_id = c.id AND p.side = '{side}' AND p.kind = 'price'), 0)), 0) AS bigint)";

    private static string Current(string side) =>
        $"CAST(c.{side} + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = '{side}'), 0) AS bigint)";

    private static readonly string States =
        "SELECT c.id AS Id, c.at AS At, c.currency AS Currency, c.disposition AS Disposition, c.reason AS Reason, c.disposition_id AS DispositionId, "
        + $"{Current("received")} AS Received, {Current("paid")} AS Paid, c.awaits_received AS AwaitsReceived, c.awaits_paid AS AwaitsPaid, "
        + "CASE WHEN c.sent_currency IS NOT NULL AND EXISTS (SELECT 1 FROM rate_waits w WHERE w.conversion_id = c.id) THEN 1 ELSE 0 END AS NoRate, "
        + "CASE WHEN k.review = 1 OR f.review = 1 THEN 1 ELSE 0 END AS Review, "
        + $"{Taken("received")} AS StatusReceived, {Taken("paid")} AS StatusPaid, "
        + "c.offer_id AS OfferId, c.campaign_id AS CampaignId, c.event_id AS EventId "
        + "FROM conversions c JOIN offer_campaigns k ON k.id = c.campaign_id JOIN affiliates f ON f.id = c.affiliate_id WHERE c.id ";

    /// <summary>As they are now; a unit that decides over them locked them first.</summary>
    public static async Task<Dictionary<long, StateRow>> ListStatesAsync(DbConnection connection, string among, long[] ids) =>
        (await connection.QueryAsync<StateRow>(States + among, new { ids })).ToDictionary(r => r.Id.Value);

    /// <summary>For the unit's dialect: the condition that the id is one of <c>@ids</c>.</summary>
    public static string Among(bool isSqlite) => isSqlite ? "IN @ids" : "= ANY (@ids)";

    public static async Task<IReadOnlyList<long>> FindByTransactionAsync(
        DbConnection connection,
        string transactionId,
        OfferId offerId,
        OfferEventId? eventId
    ) =>
        (
            await connection.QueryAsync<long>(
                "SELECT id FROM conversions WHERE transaction_hash = @hash AND transaction_id = @transactionId AND offer_id = @offerId "
                    + "AND (@eventId = 0 OR event_id = @eventId) ORDER BY id LIMIT 3",
                new
                {
                    hash = PostbackHash.OfTransaction(transactionId),
                    transactionId,
                    offerId,
                    eventId = eventId ?? default,
                }
            )
        ).AsList();

    public static async Task<string> CurrencyAsync(DbConnection connection, long id) =>
        (await connection.ExecuteScalarAsync<string>("SELECT currency FROM conversions WHERE id = @id", new { id }))!;

    /// <summary>False where one with this number, or a higher one, was counted before. Of two at once the row decides.</summary>
    public static async Task<bool> CountSequenceAsync(WriteUnit unit, ConversionId id, long sequence) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO conversion_sequences (conversion_id, sequence) VALUES (@id, @sequence) "
                + "ON CONFLICT (conversion_id) DO UPDATE SET sequence = excluded.sequence WHERE conversion_sequences.sequence < excluded.sequence",
            new { id, sequence }
        ) == 1;

    /// <param name="note">Why its disposition is what it is; null leaves what was said before.</param>
    public static Task SetAsync(WriteUnit unit, ConversionId id, ChangePlan plan, string? note = null) =>
        unit.Connection.ExecuteAsync(
            "UPDATE conversions SET disposition = @Disposition, reason = @Reason, disposition_id = @DispositionId, awaits_received = @AwaitsReceived, "
                + "awaits_paid = @AwaitsPaid, note = COALESCE(@note, note) WHERE id = @id",
            new
            {
                id,
                note,
                plan.Disposition,
                plan.Reason,
                plan.DispositionId,
                plan.AwaitsReceived,
                plan.AwaitsPaid,
            }
        );

    public static Task SetNoteAsync(WriteUnit unit, ConversionId id, string note) =>
        unit.Connection.ExecuteAsync("UPDATE conversions SET note = @note WHERE id = @id", new { id, note });
}

/// <summary>A conversion on its way to <see cref="ConversionState"/>. Not a positional record: SQLite does not know the type of a computed column.</summary>
internal sealed class StateRow
{
    public ConversionId Id { get; init; }

    public Primitives.Instant At { get; init; }

    public string Currency { get; init; } = "";

    public string Disposition { get; init; } = "";

    public string? Reason { get; init; }

    public long? DispositionId { get; init; }

    public long Received { get; init; }

    public long Paid { get; init; }

    public bool AwaitsReceived { get; init; }

    public bool AwaitsPaid { get; init; }

    public bool NoRate { get; init; }

    public bool Review { get; init; }

    public long StatusReceived { get; init; }

    public long StatusPaid { get; init; }

    public OfferId OfferId { get; init; }

    public OfferCampaignId CampaignId { get; init; }

    public OfferEventId EventId { get; init; }

    public ConversionState State =>
        new(Disposition, Reason, DispositionId, Received, Paid, AwaitsReceived, AwaitsPaid, NoRate, Review, -StatusReceived, -StatusPaid);
}

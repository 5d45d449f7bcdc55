using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Postbacks;

/// <summary>The rare road of a postback that ran into a stored record.</summary>
internal static class PostbacksSql
{
    private const string Columns =
        "SELECT id AS Id, at AS At, affiliate_id AS AffiliateId, transaction_id AS TransactionId, key_hash AS KeyHash, key_check AS KeyCheck, "
        + "url_hash AS UrlHash, received AS Received, paid AS Paid, sent_currency AS SentCurrency, sent_received AS SentReceived, "
        + "sent_paid AS SentPaid, awaits_received AS AwaitsReceived, awaits_paid AS AwaitsPaid, disposition AS Disposition, reason AS Reason, "
        + "sender AS Sender, test AS Test, cap_behavior AS CapBehavior, "
        + "CASE WHEN sent_currency IS NOT NULL AND EXISTS (SELECT 1 FROM rate_waits w WHERE w.conversion_id = conversions.id) THEN 1 ELSE 0 END AS NoRate "
        + "FROM conversions ";

    /// <summary>Locks the row on PostgreSQL: two postbacks that fill in the same amount come one after the other.</summary>
    public static Task<StoredConversion?> FindByKeyAsync(WriteUnit unit, long keyHash) =>
        unit.Connection.QuerySingleOrDefaultAsync<StoredConversion>(
            Columns + "WHERE key_hash = @keyHash" + unit.Pick("", " FOR UPDATE"),
            new { keyHash }
        );

    /// <inheritdoc cref="FindByKeyAsync"/>
    public static Task<StoredConversion?> FindByIdAsync(WriteUnit unit, long id) =>
        unit.Connection.QuerySingleOrDefaultAsync<StoredConversion>(Columns + "WHERE id = @id" + unit.Pick("", " FOR UPDATE"), new { id });

    /// <inheritdoc cref="FindByKeyAsync"/>
    public static Task<StoredConversion?> FindByTransactionAsync(
        WriteUnit unit,
        long transactionHash,
        OfferId offer,
        OfferEventId offerEvent,
        long dedupNo
    ) =>
        unit.Connection.QuerySingleOrDefaultAsync<StoredConversion>(
            Columns
                + "WHERE transaction_hash = @transactionHash AND offer_id = @offer AND event_id = @offerEvent AND dedup_no = @dedupNo"
                + unit.Pick("", " FOR UPDATE"),
            new
            {
                transactionHash,
                offer,
                offerEvent,
                dedupNo,
            }
        );

    public static async Task<IReadOnlyList<Completion>> ListCompletionsAsync(DbConnection connection, long conversionId) =>
        (
            await connection.QueryAsync<Completion>(
                "SELECT side AS Side, amount AS Amount, request_hash AS RequestHash FROM conversion_ledger WHERE conversion_id = @conversionId AND request_hash IS NOT NULL",
                new { conversionId }
            )
        ).AsList();

    public static Task MarkFilledAsync(WriteUnit unit, long conversionId, string side) =>
        unit.Connection.ExecuteAsync(
            $"UPDATE conversions SET {(side == LedgerSide.Received ? "awaits_received" : "awaits_paid")} = 0 WHERE id = @conversionId",
            new { conversionId }
        );

    public static Task SettleAsync(WriteUnit unit, long conversionId, string disposition, string? reason) =>
        unit.Connection.ExecuteAsync(
            "UPDATE conversions SET disposition = @disposition, reason = @reason WHERE id = @conversionId",
            new
            {
                conversionId,
                disposition,
                reason,
            }
        );

    public static Task CountRefusalsAsync(WriteUnit unit, string ip, long minute, long refused) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO rate_limit_refusals (ip, minute, refused) VALUES (@ip, @minute, @refused) "
                + "ON CONFLICT (ip, minute) DO UPDATE SET refused = rate_limit_refusals.refused + excluded.refused",
            new
            {
                ip,
                minute,
                refused,
            }
        );
}

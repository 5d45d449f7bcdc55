using Dapper;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Erasure;

/// <summary>
/// Where a number was the transaction id, its hash would still tell it to who tries all numbers: conversions take the hash of what stands in its
/// place, the pixel log's other rows are found by it no more.
/// </summary>
internal static class TransactionHashSql
{
    public static async Task FollowAsync(WriteUnit unit, IReadOnlyList<string> spellings, string word)
    {
        long[] hashes = [.. spellings.Select(s => PostbackHash.OfTransaction(s))];
        var among = unit.Pick("IN @hashes", "= ANY(@hashes)");
        await unit.Connection.ExecuteAsync($"UPDATE pixel_log SET transaction_hash = NULL WHERE transaction_hash {among}", new { hashes });
        var ids = await unit.Connection.QueryAsync<long>(
            $"SELECT id FROM conversions WHERE transaction_hash {among} AND transaction_id = @word ORDER BY id",
            new { hashes, word }
        );
        // Two spellings of one number become the same text: the later one keeps its place as a repeat that is stored.
        foreach (var id in ids.AsList())
            await unit.Connection.ExecuteAsync(
                "UPDATE conversions SET transaction_hash = @hash, dedup_no = CASE WHEN EXISTS (SELECT 1 FROM conversions o WHERE o.transaction_hash = @hash "
                    + "AND o.offer_id = conversions.offer_id AND o.event_id = conversions.event_id AND o.dedup_no = conversions.dedup_no) THEN id ELSE dedup_no END "
                    + "WHERE id = @id",
                new { hash = PostbackHash.OfTransaction(word), id }
            );
    }
}

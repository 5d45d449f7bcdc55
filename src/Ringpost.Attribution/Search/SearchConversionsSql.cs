using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Search;

internal static class SearchConversionsSql
{
    /// <summary>The newest conversions of a transaction id, at whatever offer and event.</summary>
    public static async Task<IReadOnlyList<long>> ByTransactionAsync(DbConnection connection, string transactionId, int most) =>
        (
            await connection.QueryAsync<long>(
                // A number stands for the text in the index, which leaves nulls out; the sum keeps the order of ids from taking its place.
                "SELECT id FROM conversions WHERE transaction_hash = @hash AND transaction_hash IS NOT NULL AND transaction_id = @transactionId "
                    + "ORDER BY id + 0 DESC LIMIT @most",
                new
                {
                    hash = PostbackHash.OfTransaction(transactionId),
                    transactionId,
                    most,
                }
            )
        ).AsList();
}

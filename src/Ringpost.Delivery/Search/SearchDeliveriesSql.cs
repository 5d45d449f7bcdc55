using System.Data.Common;
using Dapper;

namespace Ringpost.Delivery.Search;

/// <summary>Ids of deliveries, each statement by one index.</summary>
internal static class SearchDeliveriesSql
{
    /// <summary>The newest whose id begins so; all of it hex digits in lower case.</summary>
    public static Task<IEnumerable<string>> ByIdAsync(DbConnection connection, string prefix, int most) =>
        connection.QueryAsync<string>(
            "SELECT id FROM deliveries WHERE id >= @prefix AND id < @beyond ORDER BY id DESC LIMIT @most",
            new
            {
                prefix,
                // No hex digit sorts behind it.
                beyond = prefix + "g",
                most,
            }
        );

    /// <summary>By the transaction id that was sent, or by the call or conversion that caused it. They are few; the newest are taken later.</summary>
    public static Task<IEnumerable<string>> ByCauseAsync(DbConnection connection, string text) =>
        connection.QueryAsync<string>(
            "SELECT id FROM deliveries WHERE transaction_id = @text AND transaction_id <> '' "
                + "UNION SELECT id FROM deliveries WHERE source_id = @text AND source = 'call' LIMIT 1000",
            new { text }
        );
}

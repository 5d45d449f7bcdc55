using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Rates;

/// <summary>Conversions whose sent amounts wait for a rate of their day.</summary>
internal static class RateWaitsSql
{
    public static Task InsertAsync(WriteUnit unit, ConversionId id, string currency, string offerCurrency, string day) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO rate_waits (conversion_id, currency, offer_currency, day) VALUES (@id, @currency, @offerCurrency, @day) ON CONFLICT DO NOTHING",
            new
            {
                id,
                currency,
                offerCurrency,
                day,
            }
        );

    public static Task DeleteAsync(WriteUnit unit, IReadOnlyList<long> ids) =>
        unit.Connection.ExecuteAsync("DELETE FROM rate_waits WHERE conversion_id " + unit.Pick("IN @ids", "= ANY (@ids)"), new { ids });

    public static async Task<IReadOnlyList<RateWait>> ListAsync(DbConnection connection) =>
        (
            await connection.QueryAsync<RateWait>(
                "SELECT day AS Day, currency AS Currency, offer_currency AS OfferCurrency, CAST(count(*) AS bigint) AS Conversions FROM rate_waits "
                    + "GROUP BY day, currency, offer_currency ORDER BY day DESC, currency, offer_currency LIMIT 1000"
            )
        ).AsList();

    public static async Task<IReadOnlyList<long>> ListIdsAsync(
        DbConnection connection,
        string day,
        string currency,
        string offerCurrency,
        long after,
        int limit
    ) =>
        (
            await connection.QueryAsync<long>(
                "SELECT conversion_id FROM rate_waits WHERE day = @day AND currency = @currency AND offer_currency = @offerCurrency "
                    + "AND conversion_id > @after ORDER BY conversion_id LIMIT @limit",
                new
                {
                    day,
                    currency,
                    offerCurrency,
                    after,
                    limit,
                }
            )
        ).AsList();
}

/// <summary>How many conversions wait for a rate between two currencies on a day.</summary>
public sealed record RateWait
{
    public string Day { get; init; } = "";

    public string Currency { get; init; } = "";

    public string OfferCurrency { get; init; } = "";

    public long Conversions { get; init; }
}

using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Rates;

internal static class RatesSql
{
    private const string Columns =
        "currency AS Currency, day AS Day, rate AS Rate, set_at AS SetAt, actor_id AS ActorId FROM exchange_rates";

    // A postback names a time of the last 400 days; older rates stay stored and are not held in memory.
    private const int Days = 402;

    public static async Task<RateBook> ReadBookAsync(DbConnection connection, Currency baseCurrency)
    {
        if (await connection.ExecuteScalarAsync<string?>("SELECT max(day) FROM exchange_rates") is not { } newest)
            return new RateBook(baseCurrency, FrozenDictionary<(string, int), decimal>.Empty);
        var since = RateBook.Text(Day(newest).AddDays(-Days));
        var rows = await connection.QueryAsync<Row>($"SELECT {Columns} WHERE day >= @since", new { since });
        return new RateBook(
            baseCurrency,
            rows.ToFrozenDictionary(r => (r.Currency, Day(r.Day).DayNumber), r => decimal.Parse(r.Rate, CultureInfo.InvariantCulture))
        );
    }

    /// <summary>The newest day first; the rows after the place that <paramref name="day"/> and <paramref name="code"/> name.</summary>
    public static async Task<IReadOnlyList<ExchangeRate>> ListAsync(
        DbConnection connection,
        string? currency,
        string day,
        string code,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} WHERE (CAST(@currency AS text) IS NULL OR currency = @currency) AND (day < @day OR (day = @day AND currency > @code)) "
                        + "ORDER BY day DESC, currency LIMIT @limit",
                    new
                    {
                        currency,
                        day,
                        code,
                        limit,
                    }
                )
            ).Select(r => r.ToRate()),
        ];

    public static async Task<ExchangeRate?> FindAsync(DbConnection connection, string currency, string day) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} WHERE currency = @currency AND day = @day",
                new { currency, day }
            )
        )?.ToRate();

    public static Task SetAsync(WriteUnit unit, string currency, string day, decimal rate, string actorId) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO exchange_rates (currency, day, rate, set_at, actor_id) VALUES (@currency, @day, @rate, @now, @actorId) "
                + "ON CONFLICT (currency, day) DO UPDATE SET rate = excluded.rate, set_at = excluded.set_at, actor_id = excluded.actor_id",
            new
            {
                currency,
                day,
                rate = rate.ToString(CultureInfo.InvariantCulture),
                now = unit.Now,
                actorId,
            }
        );

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Row(string Currency, string Day, string Rate, Instant SetAt, string ActorId)
    {
        public ExchangeRate ToRate() => new(Currency, Day, decimal.Parse(Rate, CultureInfo.InvariantCulture), SetAt, ActorId);
    }
}

/// <summary>What one unit of a currency was worth on a day, in the instance's currency.</summary>
public sealed record ExchangeRate(string Currency, string Day, decimal Rate, Instant SetAt, string ActorId);

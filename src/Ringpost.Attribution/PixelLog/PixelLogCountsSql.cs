using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>A number of the log over a range, or what a batch left that is not folded in yet.</summary>
internal sealed record CountRow
{
    public long Offer { get; init; }

    public string Outcome { get; init; } = "";

    public bool Whitelisted { get; init; }

    public long Requests { get; init; }

    /// <summary>Null for a number that is folded.</summary>
    public string? Changes { get; init; }
}

internal static class PixelLogCountsSql
{
    /// <summary>Sums of the folded numbers and all that is not folded yet, in one statement and so of one moment.</summary>
    public static async Task<IReadOnlyList<CountRow>> ReadAsync(DbConnection connection, long fromQuarter, long toQuarter) =>
        (
            await connection.QueryAsync<CountRow>(
                "SELECT offer_id AS Offer, outcome AS Outcome, whitelisted AS Whitelisted, CAST(SUM(requests) AS bigint) AS Requests, "
                    + "CAST(NULL AS text) AS Changes FROM pixel_log_counts WHERE quarter >= @fromQuarter AND quarter < @toQuarter "
                    + "GROUP BY offer_id, outcome, whitelisted UNION ALL SELECT 0, '', 0, 0, changes FROM pixel_log_deltas",
                new { fromQuarter, toQuarter }
            )
        ).AsList();

    /// <summary>Takes the oldest deltas out of the table.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(WriteUnit unit, int most) =>
        (
            await unit.Connection.QueryAsync<string>(
                "DELETE FROM pixel_log_deltas WHERE id IN (SELECT id FROM pixel_log_deltas ORDER BY id LIMIT @most) RETURNING changes",
                new { most }
            )
        ).AsList();

    public static Task AddAsync(WriteUnit unit, IEnumerable<KeyValuePair<PixelLogCount, long>> sums) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO pixel_log_counts (quarter, offer_id, outcome, whitelisted, requests) VALUES (@Quarter, @Offer, @Outcome, @Whitelisted, @Requests) "
                + "ON CONFLICT (quarter, offer_id, outcome, whitelisted) DO UPDATE SET requests = pixel_log_counts.requests + excluded.requests",
            sums.Select(s => new
            {
                s.Key.Quarter,
                s.Key.Offer,
                s.Key.Outcome,
                Whitelisted = s.Key.Whitelisted ? 1 : 0,
                Requests = s.Value,
            })
        );

    /// <summary>Refusals by the rate limit, which have no rows of their own, by address, most first.</summary>
    public static async Task<IReadOnlyList<RefusedAddress>> ListRefusalsAsync(
        DbConnection connection,
        Instant from,
        Instant to,
        int limit
    ) =>
        (
            await connection.QueryAsync<RefusedAddress>(
                "SELECT ip AS Ip, CAST(SUM(refused) AS bigint) AS Refused FROM rate_limit_refusals WHERE minute >= @from AND minute < @to "
                    + "GROUP BY ip ORDER BY Refused DESC, ip LIMIT @limit",
                new
                {
                    from = from.UnixMilliseconds / 60_000,
                    to = (to.UnixMilliseconds + 59_999) / 60_000,
                    limit,
                }
            )
        ).AsList();

    public static Task<long> SumRefusalsAsync(DbConnection connection, Instant from, Instant to) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT CAST(COALESCE(SUM(refused), 0) AS bigint) FROM rate_limit_refusals WHERE minute >= @from AND minute < @to",
            new { from = from.UnixMilliseconds / 60_000, to = (to.UnixMilliseconds + 59_999) / 60_000 }
        );
}

/// <summary>How many postbacks of an address the rate limit refused.</summary>
public sealed record RefusedAddress
{
    public required string Ip { get; init; }

    public required long Refused { get; init; }
}

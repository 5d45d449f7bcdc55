using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Checks;

internal static class ChecksSql
{
    /// <summary>The oldest delta that waits, 0 for none; how many do; until when a node holds the right to fold, which it takes with each round.</summary>
    public static async Task<(long Oldest, long Count, Instant Held)> DeltasAsync(DbConnection connection)
    {
        var row = await connection.QuerySingleAsync<Deltas>(
            "SELECT CAST(COALESCE(min(id), 0) AS bigint) AS Oldest, count(*) AS Count, "
                + "CAST(COALESCE((SELECT until FROM leases WHERE name = 'report-fold'), 0) AS bigint) AS Held FROM report_deltas"
        );
        return (row.Oldest, row.Count, new Instant(row.Held));
    }

    public static async Task<Instant?> OldestLogRowAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long?>("SELECT at FROM pixel_log ORDER BY at, id LIMIT 1") is { } at ? new Instant(at) : null;

    public static async Task<Instant?> OldestClickAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long?>("SELECT at FROM clicks ORDER BY id LIMIT 1") is { } at ? new Instant(at) : null;

    /// <summary>Conversions, tests left out, that arrived before a moment and are pending still; and when the first of them did.</summary>
    public static async Task<(long Count, Instant Oldest)> PendingAsync(DbConnection connection, Instant before)
    {
        var row = await connection.QuerySingleAsync<Pending>(
            "SELECT count(*) AS Count, CAST(COALESCE(min(arrived_at), 0) AS bigint) AS Oldest FROM conversions "
                + "WHERE disposition = 'pending' AND test = 0 AND arrived_at < @before",
            new { before }
        );
        return (row.Count, new Instant(row.Oldest));
    }

    private sealed record Deltas(long Oldest, long Count, long Held);

    private sealed record Pending(long Count, long Oldest);
}

using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Enrichment;

internal static class EnrichmentsSql
{
    /// <summary>What waits for a call of the caller to the number; empty where nothing does.</summary>
    public static async Task<IReadOnlyList<StoredTag>> FindAsync(DbConnection connection, Instant now, NumberId numberId, string caller) =>
        await connection.ExecuteScalarAsync<string?>(
            "SELECT tags FROM enrichments WHERE number_id = @numberId AND caller = @caller AND expires_at > @now",
            new
            {
                numberId,
                caller,
                now,
            }
        )
            is { } tags
            ? JsonSerializer.Deserialize<List<StoredTag>>(tags, RingpostJson.Options)!
            : [];

    /// <summary>In place of what was there.</summary>
    public static Task StoreAsync(WriteUnit unit, NumberId numberId, string caller, IReadOnlyList<StoredTag> tags, Instant expiresAt) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO enrichments (number_id, caller, tags, expires_at) VALUES (@numberId, @caller, @tags, @expiresAt) "
                + "ON CONFLICT (number_id, caller) DO UPDATE SET tags = excluded.tags, expires_at = excluded.expires_at",
            new
            {
                numberId,
                caller,
                tags = JsonSerializer.Serialize(tags, RingpostJson.Options),
                expiresAt,
            }
        );

    /// <summary>Deletes some of the expired ones; how many.</summary>
    public static Task<int> PurgeAsync(WriteUnit unit, int batch) =>
        unit.Connection.ExecuteAsync(
            unit.Pick(
                "DELETE FROM enrichments WHERE rowid IN (SELECT rowid FROM enrichments WHERE expires_at <= @now ORDER BY expires_at LIMIT @batch)",
                "DELETE FROM enrichments WHERE (number_id, caller) IN "
                    + "(SELECT number_id, caller FROM enrichments WHERE expires_at <= @now ORDER BY expires_at LIMIT @batch FOR UPDATE SKIP LOCKED)"
            ),
            new { now = unit.Now, batch }
        );
}

using System.Data.Common;
using Dapper;
using Npgsql;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>When a pixel's event happened to calls of the past, by what was logged of them (ringba.md 2.2, 3).</summary>
internal static class PastEvents
{
    /// <summary>Calls of the campaigns in order of their ids, those after the place; blocked ones and another tracker's fire nothing.</summary>
    public static async Task<IReadOnlyList<CallId>> CallsAsync(
        DbConnection connection,
        IReadOnlyList<CallCampaignId> campaigns,
        TimeRange range,
        string after,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<string>(
                    "SELECT id FROM calls WHERE arrived_at >= @From AND arrived_at < @To AND id > @after AND history = 0 AND blocked = 0 "
                        + $"AND campaign_id {(connection is NpgsqlConnection ? "= ANY(@campaigns)" : "IN @campaigns")} ORDER BY id LIMIT @limit",
                    new
                    {
                        range.From,
                        range.To,
                        after,
                        campaigns = campaigns.Select(c => c.Value).ToArray(),
                        limit,
                    }
                )
            ).Select(CallId.From),
        ];

    /// <summary>The first time of each of its events.</summary>
    public static async Task<IReadOnlyDictionary<string, Instant>> OfAsync(DbConnection connection, CallId id) =>
        (
            await connection.QueryAsync<Row>(
                "SELECT name AS Name, min(at) AS At FROM call_events WHERE call_id = @id GROUP BY name",
                new { id }
            )
        ).ToDictionary(r => r.Name, r => new Instant(r.At), StringComparer.Ordinal);

    /// <summary>Null where it did not happen.</summary>
    public static Instant? Moment(CallRecord call, IReadOnlyDictionary<string, Instant> logged, PixelEvent fireOn)
    {
        return fireOn switch
        {
            PixelEvent.Incoming => call.ArrivedAt,
            PixelEvent.Connected => call.Connected ? At("ConnectedCall") : null,
            PixelEvent.Completed => At("CompletedCall"),
            PixelEvent.Converted => call.Converted ? At("ConvertedCall") : null,
            PixelEvent.Payout => call.Paid ? At("PayoutCall") : null,
            PixelEvent.Error => At("Error"),
            PixelEvent.Finalized => At("EndCallSource"),
            PixelEvent.Recording => call is { IsOver: true, RecordingUrl: not null }
                ? At("RecordingCopied") ?? At("RecordingNotCopied") ?? At("RecordedCall")
                : null,
            PixelEvent.Adjusted => null,
            _ => throw new ArgumentOutOfRangeException(nameof(fireOn), fireOn, null),
        };

        Instant? At(string name) => logged.TryGetValue(name, out var at) ? at : null;
    }

    // An aggregate over no rows has no type in SQLite: a constructor would not be found.
    private sealed record Row
    {
        public string Name { get; init; } = "";
        public long At { get; init; }
    }
}

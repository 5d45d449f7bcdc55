using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Recordings;
using Ringpost.Delivery.Log;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Erasure;

/// <summary>What is kept by the caller's number or with the caller's calls. The texts of all other tables are walked through.</summary>
internal static class CallErasureSql
{
    /// <summary>A call of the caller, by what its key is made of.</summary>
    internal sealed record Named(CallId Id, string CarrierId, string CarrierCallId)
    {
        public string Key => CallRecord.KeyOf(CarrierId, CarrierCallId);
    }

    /// <summary>What went with one call; null where it is somebody else's meanwhile.</summary>
    internal sealed record Gone(int Recordings, int Deliveries);

    public static async Task<IReadOnlyList<Named>> CallsAsync(DbConnection connection, string caller, int limit) =>
        (
            await connection.QueryAsync<Named>(
                "SELECT id AS Id, carrier_id AS CarrierId, carrier_call_id AS CarrierCallId FROM calls WHERE caller = @caller LIMIT @limit",
                new { caller, limit }
            )
        ).AsList();

    /// <summary>Under the call's key: whoever holds the call has read its caller, and may be writing it into what is sent.</summary>
    public static async Task<Gone?> EraseAsync(
        WriteUnit unit,
        CallId id,
        string caller,
        string word,
        CallerRewrite rewrite,
        TimeSpan copying
    )
    {
        var links = await unit.Connection.QuerySingleOrDefaultAsync<Links>(
            "SELECT c.recording_url AS Url, r.source_url AS AtCarrier FROM calls c LEFT JOIN call_recordings r ON r.call_id = c.id "
                + "WHERE c.id = @id AND c.caller = @caller",
            new { id, caller }
        );
        if (links is null)
            return null;
        await unit.Connection.ExecuteAsync("UPDATE calls SET caller = @word, recording_url = NULL WHERE id = @id", new { id, word });
        var clean = rewrite.With([links.Url, links.AtCarrier]);
        await EventsAsync(unit, id, clean);
        await TagsAsync(unit, id, clean);
        var recordings = await RecordingsSql.EraseAsync(unit, id, copying);
        return new Gone(Math.Max(recordings, links.Url is null ? 0 : 1), await EraseFromDeliveries.RunAsync(unit, "call", id.Value, clean));
    }

    /// <summary>What was sent about the caller, and the lists that it stands on itself. Whether snapshots must be made anew.</summary>
    public static async Task<bool> ListsAsync(WriteUnit unit, string caller, bool keepBlocks)
    {
        await unit.Connection.ExecuteAsync("DELETE FROM enrichments WHERE caller = @caller", new { caller });
        var gone = await unit.Connection.ExecuteAsync("DELETE FROM test_numbers WHERE number = @caller", new { caller });
        if (!keepBlocks)
            gone += await unit.Connection.ExecuteAsync("DELETE FROM blocked_numbers WHERE number = @caller", new { caller });
        return gone > 0;
    }

    public static Task<ErasurePreview> CountAsync(DbConnection connection, string caller) =>
        connection.QuerySingleAsync<ErasurePreview>(
            "SELECT (SELECT count(*) FROM calls WHERE caller = @caller) AS Calls, "
                + "(SELECT count(*) FROM calls WHERE caller = @caller AND live = 1) AS LiveCalls, "
                + "(SELECT count(*) FROM calls c LEFT JOIN call_recordings r ON r.call_id = c.id WHERE c.caller = @caller AND "
                + "(c.recording_url IS NOT NULL OR r.state IN ('Link', 'Waiting', 'Copied', 'Failed'))) AS Recordings, "
                + "(SELECT count(*) FROM deliveries d WHERE d.source = 'call' AND d.source_id IN (SELECT id FROM calls WHERE caller = @caller)) AS Deliveries, "
                + "(SELECT count(*) FROM enrichments WHERE caller = @caller) AS Enrichments, "
                + "(SELECT count(*) FROM blocked_numbers WHERE number = @caller) AS BlockedNumbers, "
                + "(SELECT count(*) FROM test_numbers WHERE number = @caller) AS TestNumbers",
            new { caller }
        );

    private static async Task EventsAsync(WriteUnit unit, CallId id, Func<string, string> clean)
    {
        var rows = await unit.Connection.QueryAsync<(long Seq, string Fields)>(
            "SELECT seq AS Seq, fields AS Fields FROM call_events WHERE call_id = @id",
            new { id }
        );
        foreach (var (seq, fields) in rows.AsList())
            if (clean(fields) is var text && text != fields)
                await unit.Connection.ExecuteAsync(
                    "UPDATE call_events SET fields = @text WHERE call_id = @id AND seq = @seq",
                    new
                    {
                        id,
                        seq,
                        text,
                    }
                );
    }

    private static async Task TagsAsync(WriteUnit unit, CallId id, Func<string, string> clean)
    {
        var rows = await unit.Connection.QueryAsync<(string Type, string Name, string Value)>(
            "SELECT type AS Type, name AS Name, value AS Value FROM call_tags WHERE call_id = @id",
            new { id }
        );
        foreach (var (type, name, value) in rows.AsList())
            if (clean(value) is var text && text != value)
                await unit.Connection.ExecuteAsync(
                    "UPDATE call_tags SET value = @text WHERE call_id = @id AND type = @type AND name = @name",
                    new
                    {
                        id,
                        type,
                        name,
                        text,
                    }
                );
    }

    private sealed record Links
    {
        public string? Url { get; init; }
        public string? AtCarrier { get; init; }
    }
}

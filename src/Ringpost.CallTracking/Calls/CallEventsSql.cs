using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>The event log of a call, in the order in which it was written (ringba.md 2.2).</summary>
internal static class CallEventsSql
{
    public static Task AppendAsync(WriteUnit unit, CallId callId, string name, Instant at, object? fields) =>
        unit.Later.ExecuteAsync(
            "INSERT INTO call_events (call_id, seq, name, at, fields) "
                + "SELECT @callId, COALESCE(MAX(seq), 0) + 1, @name, @at, @fields FROM call_events WHERE call_id = @callId",
            new
            {
                callId,
                name,
                at,
                fields = fields is null ? "{}" : JsonSerializer.Serialize(fields, RingpostJson.Options),
            }
        );
}

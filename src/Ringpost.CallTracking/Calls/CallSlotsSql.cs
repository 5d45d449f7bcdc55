using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// Concurrency slots: a row is a call that a target, a buyer or a publisher has in hand, so a leak can be seen (architecture 4.6). They are counted
/// and taken under the cap's key. The places that a call holds in strict caps are rows here too.
/// </summary>
internal static class CallSlotsSql
{
    /// <summary>How many other calls the owner of the cap has in hand.</summary>
    public static Task<long> CountAsync(WriteUnit unit, string cap, CallId? except) =>
        unit.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM call_slots WHERE cap = @cap AND call_id <> @except",
            new { cap, except = except?.Value ?? "" }
        );

    /// <summary>A call that has one already, as by another leg to the same buyer, keeps it.</summary>
    public static Task TakeAsync(WriteUnit unit, string cap, CallId callId) =>
        unit.Later.ExecuteAsync(
            "INSERT INTO call_slots (cap, call_id, taken_at) VALUES (@cap, @callId, @now) ON CONFLICT (cap, call_id) DO NOTHING",
            new
            {
                cap,
                callId,
                now = unit.Now,
            }
        );

    public static async Task ReleaseAsync(WriteUnit unit, IReadOnlyCollection<string> caps, CallId callId)
    {
        foreach (var cap in caps)
            await unit.Later.ExecuteAsync("DELETE FROM call_slots WHERE cap = @cap AND call_id = @callId", new { cap, callId });
    }

    public static Task ReleaseAllAsync(WriteUnit unit, CallId callId) =>
        unit.Later.ExecuteAsync("DELETE FROM call_slots WHERE call_id = @callId", new { callId });

    /// <summary>How many calls each owner has in hand; one without any is absent.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountAsync(WriteUnit unit, IReadOnlyCollection<string> caps)
    {
        if (caps.Count == 0)
            return new Dictionary<string, long>();
        var rows = await unit.Connection.QueryAsync<(string Cap, long Used)>(
            $"SELECT cap AS Cap, COUNT(*) AS Used FROM call_slots WHERE cap {unit.Pick("IN @caps", "= ANY(@caps)")} GROUP BY cap",
            new { caps }
        );
        return rows.ToDictionary(r => r.Cap, r => r.Used);
    }
}

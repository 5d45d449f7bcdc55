using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// Concurrency slots: a row is a call that a target has in hand, so a leak can be seen (architecture 4.6). The count and the insert are one
/// statement, under the cap's key.
/// </summary>
internal static class CallSlotsSql
{
    public static string KeyOf(TargetId target) => $"cap:{target}";

    public static async Task<bool> TryTakeAsync(WriteUnit unit, TargetId cap, CallId callId, int limit) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_slots (cap, call_id, taken_at) SELECT @cap, @callId, @now "
                + "WHERE (SELECT COUNT(*) FROM call_slots WHERE cap = @cap) < @limit ON CONFLICT (cap, call_id) DO NOTHING",
            new
            {
                cap,
                callId,
                now = unit.Now,
                limit,
            }
        ) == 1;

    public static Task ReleaseAsync(WriteUnit unit, TargetId cap, CallId callId) =>
        unit.Connection.ExecuteAsync("DELETE FROM call_slots WHERE cap = @cap AND call_id = @callId", new { cap, callId });

    public static Task ReleaseAllAsync(WriteUnit unit, CallId callId) =>
        unit.Connection.ExecuteAsync("DELETE FROM call_slots WHERE call_id = @callId", new { callId });

    /// <summary>How many calls each target has in hand; a target without any is absent.</summary>
    public static async Task<IReadOnlyDictionary<TargetId, long>> CountAsync(WriteUnit unit, IReadOnlyCollection<TargetId> caps)
    {
        if (caps.Count == 0)
            return new Dictionary<TargetId, long>();
        var rows = await unit.Connection.QueryAsync<(string Cap, long Used)>(
            $"SELECT cap AS Cap, COUNT(*) AS Used FROM call_slots WHERE cap {unit.Pick("IN @caps", "= ANY(@caps)")} GROUP BY cap",
            new { caps = caps.Select(c => c.Value).ToArray() }
        );
        return rows.ToDictionary(r => new TargetId(r.Cap), r => r.Used);
    }
}

using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Timers;

/// <summary>
/// Timers that survive a restart: set and cancelled in the transaction that makes them needed or needless. One per kind and key; setting
/// it again moves it. Late by up to a second.
/// </summary>
public static class TimersSql
{
    public static Task SetAsync(WriteUnit unit, string kind, string key, Instant dueAt, string payload) =>
        unit.Later.ExecuteAsync(
            "INSERT INTO timers (kind, key, due_at, payload) VALUES (@kind, @key, @dueAt, @payload) "
                + "ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, attempts = 0",
            new
            {
                kind,
                key,
                dueAt,
                payload,
            }
        );

    public static Task CancelAsync(WriteUnit unit, string kind, string key) =>
        unit.Later.ExecuteAsync("DELETE FROM timers WHERE kind = @kind AND key = @key", new { kind, key });

    internal static Task<List<DueTimer>> ListDueAsync(
        Database database,
        string[] kinds,
        int limit,
        CancellationToken cancellation = default
    ) =>
        database.ReadAsync(
            async connection =>
                (
                    await connection.QueryAsync<DueTimer>(
                        "SELECT kind AS Kind, key AS Key, due_at AS DueAt, payload AS Payload, attempts AS Attempts FROM timers "
                            +
                            // To PostgreSQL Dapper hands a list as one array.
                            $"WHERE due_at <= @now AND kind {database.Pick("IN @kinds", "= ANY(@kinds)")} ORDER BY due_at LIMIT @limit",
                        new
                        {
                            now = database.Now,
                            kinds,
                            limit,
                        }
                    )
                ).AsList(),
            cancellation
        );

    /// <summary>False where the timer was handled, moved or cancelled since it was read, or another node has it in hand.</summary>
    internal static async Task<bool> TryDeleteAsync(WriteUnit unit, DueTimer timer) =>
        await unit.Connection.ExecuteAsync(
            unit.Pick(
                "DELETE FROM timers WHERE kind = @Kind AND key = @Key AND due_at = @DueAt",
                "DELETE FROM timers WHERE (kind, key) IN (SELECT kind, key FROM timers WHERE kind = @Kind AND key = @Key AND due_at = @DueAt FOR UPDATE SKIP LOCKED)"
            ),
            new
            {
                timer.Kind,
                timer.Key,
                timer.DueAt,
            }
        ) == 1;

    internal static Task PostponeAsync(WriteUnit unit, DueTimer timer, Instant until) =>
        unit.Connection.ExecuteAsync(
            "UPDATE timers SET due_at = @until, attempts = attempts + 1 WHERE kind = @Kind AND key = @Key AND due_at = @DueAt",
            new
            {
                timer.Kind,
                timer.Key,
                timer.DueAt,
                until,
            }
        );
}

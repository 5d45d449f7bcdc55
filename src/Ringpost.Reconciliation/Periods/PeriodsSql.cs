using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.Periods;

internal static class PeriodsSql
{
    /// <summary>Held by whoever decides which days are closed, and by whoever gives numbers.</summary>
    public const string Key = "reconciliation:periods";

    /// <summary>How long a runner that is heard of no more keeps others away.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(60);

    private const string Columns =
        "SELECT id AS Id, from_day AS FromDay, through_day AS ThroughDay, starts_at AS StartsAt, ends_at AS EndsAt, zone AS Zone, as_of AS AsOf, state AS State, "
        + "entries AS Entries, issuer AS Issuer, actor_name AS ActorName, closed_at AS ClosedAt, runner_until AS RunnerUntil FROM periods ";

    /// <summary>The newest first, those before the id.</summary>
    public static async Task<IReadOnlyList<Period>> ListAsync(DbConnection connection, long before, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>($"{Columns}WHERE id < @before ORDER BY id DESC LIMIT @limit", new { before, limit })
            ).Select(r => r.ToPeriod()),
        ];

    public static async Task<Period?> LastAsync(DbConnection connection) =>
        await ListAsync(connection, long.MaxValue, 1) is [var last] ? last : null;

    public static async Task<Period?> FindAsync(DbConnection connection, long id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"{Columns}WHERE id = @id", new { id }))?.ToPeriod();

    /// <summary>To be closed by <paramref name="runner"/>.</summary>
    public static Task InsertAsync(WriteUnit unit, Actor actor, Period period, string runner) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO periods (id, from_day, through_day, starts_at, ends_at, zone, as_of, state, runner, runner_until, entries, issuer, actor_id, actor_name) "
                + "VALUES (@Id, @from, @Through, @StartsAt, @EndsAt, @Zone, @AsOf, 'closing', @runner, @until, 0, @Issuer, @actorId, @By)",
            new
            {
                period.Id,
                from = period.From ?? "",
                period.Through,
                period.StartsAt,
                period.EndsAt,
                period.Zone,
                period.AsOf,
                runner,
                until = unit.Now + Held,
                period.Issuer,
                actorId = actor.Id,
                period.By,
            }
        );

    /// <summary>Makes <paramref name="runner"/> the one who closes it, unless another one is at it.</summary>
    public static async Task<bool> TakeAsync(WriteUnit unit, long id, string runner) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE periods SET runner = @runner, runner_until = @until WHERE id = @id AND state = 'closing' AND runner_until <= @now",
            new
            {
                id,
                runner,
                until = unit.Now + Held,
                now = unit.Now,
            }
        ) == 1;

    /// <summary>
    /// Goes before all that a runner writes: false where another one took over, whose work it would disturb. On PostgreSQL the row is locked by it.
    /// </summary>
    public static async Task<bool> GoOnAsync(WriteUnit unit, long id, string runner, long entries = 0) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE periods SET entries = entries + @entries, runner_until = @until WHERE id = @id AND state = 'closing' AND runner = @runner",
            new
            {
                id,
                runner,
                until = unit.Now + Held,
                entries,
            }
        ) == 1;

    public static Task<long> CountEntriesAsync(DbConnection connection, long id) =>
        connection.ExecuteScalarAsync<long>("SELECT entries FROM periods WHERE id = @id", new { id });

    public static Task CloseAsync(WriteUnit unit, long id) =>
        unit.Connection.ExecuteAsync(
            "UPDATE periods SET state = 'closed', closed_at = @now, runner_until = 0 WHERE id = @id AND state = 'closing'",
            new { id, now = unit.Now }
        );

    private sealed record Row(
        long Id,
        string FromDay,
        string ThroughDay,
        Instant StartsAt,
        Instant EndsAt,
        string Zone,
        Instant AsOf,
        string State,
        long Entries,
        string Issuer,
        string ActorName,
        long? ClosedAt,
        long RunnerUntil
    )
    {
        public Period ToPeriod() =>
            new(
                Id,
                FromDay.Length == 0 ? null : FromDay,
                ThroughDay,
                StartsAt,
                EndsAt,
                Zone,
                AsOf,
                State == "closed" ? PeriodState.Closed : PeriodState.Closing,
                Entries,
                Issuer,
                ActorName,
                ClosedAt is { } at ? new Instant(at) : null
            );
    }
}

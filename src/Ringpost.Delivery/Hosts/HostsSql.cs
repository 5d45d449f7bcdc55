using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Hosts;

internal static class HostsSql
{
    public static async Task<IReadOnlyList<HostLimit>> LimitsAsync(DbConnection connection) =>
        [
            .. (
                await connection.QueryAsync<LimitRow>(
                    "SELECT host AS Host, most_in_flight AS MostInFlight, per_second AS PerSecond FROM host_limits ORDER BY host"
                )
            ).Select(r => new HostLimit(r.Host, (int?)r.MostInFlight, (int?)r.PerSecond)),
        ];

    public static Task SetLimitAsync(WriteUnit unit, HostLimit limit) =>
        unit.Connection.ExecuteAsync(
            limit is { MostInFlight: null, PerSecond: null }
                ? "DELETE FROM host_limits WHERE host = @Host"
                : "INSERT INTO host_limits (host, most_in_flight, per_second, changed_at) VALUES (@Host, @MostInFlight, @PerSecond, @now) "
                    + "ON CONFLICT (host) DO UPDATE SET most_in_flight = @MostInFlight, per_second = @PerSecond, changed_at = @now",
            new
            {
                limit.Host,
                limit.MostInFlight,
                limit.PerSecond,
                now = unit.Now,
            }
        );

    public static async Task<IReadOnlyList<HealthRow>> HealthAsync(DbConnection connection) =>
        (
            await connection.QueryAsync<HealthRow>(
                "SELECT subject AS Subject, since AS Since, open_until AS OpenUntil, note AS Note, alerted AS Alerted FROM endpoint_health ORDER BY subject"
            )
        ).AsList();

    /// <summary>A host is in trouble, or still is.</summary>
    public static Task TroubleAsync(WriteUnit unit, HostChange change) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO endpoint_health (subject, since, open_until, note, alerted) VALUES (@Subject, @Since, @Until, @Note, 0) "
                + "ON CONFLICT (subject) DO UPDATE SET open_until = @Until, note = @Note",
            new
            {
                change.Subject,
                change.Since,
                change.Until,
                Note = change.Note.Kept,
            }
        );

    /// <summary>False where another node told already.</summary>
    public static async Task<bool> MarkAlertedAsync(WriteUnit unit, string subject) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE endpoint_health SET alerted = 1 WHERE subject = @subject AND alerted = 0",
            new { subject }
        ) == 1;

    /// <summary>Whether it was in trouble that people were told of.</summary>
    public static async Task<bool> ClearAsync(WriteUnit unit, string subject) =>
        await unit.Connection.ExecuteScalarAsync<long?>(
            "DELETE FROM endpoint_health WHERE subject = @subject RETURNING alerted",
            new { subject }
        ) == 1;

    /// <summary>What waits, by host.</summary>
    public static async Task<IReadOnlyList<WaitingRow>> WaitingAsync(DbConnection connection) =>
        (
            await connection.QueryAsync<WaitingRow>(
                "SELECT host AS Host, count(*) AS Count, min(next_attempt_at) AS Next FROM open_deliveries WHERE state = 'pending' GROUP BY host"
            )
        ).AsList();

    // An aggregate over no rows has no type in SQLite: a constructor would not be found.
    internal sealed record WaitingRow
    {
        public string Host { get; init; } = "";
        public long Count { get; init; }
        public long Next { get; init; }
    }

    internal sealed record HealthRow(string Subject, Instant Since, long? OpenUntil, string Note, bool Alerted);

    private sealed record LimitRow(string Host, long? MostInFlight, long? PerSecond);
}

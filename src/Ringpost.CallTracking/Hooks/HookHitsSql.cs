using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

internal static class HookHitsSql
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Writes a line, and takes some away that are too old, so that the log stays as long as it should without a worker.</summary>
    public static async Task InsertAsync(
        WriteUnit unit,
        HookId hookId,
        string address,
        CallId? callId,
        HookOutcome outcome,
        long? amount,
        IReadOnlyDictionary<string, string> parameters,
        string? requestKey
    )
    {
        await unit.Connection.ExecuteAsync(
            "INSERT INTO conversion_hook_hits (hook_id, at, address, call_id, outcome, amount, parameters, request_key) "
                + "VALUES (@hookId, @now, @address, @call, @outcome, @amount, @parameters, @requestKey)",
            new
            {
                hookId,
                now = unit.Now,
                address,
                call = callId?.Value,
                outcome = outcome.ToString(),
                amount,
                parameters = JsonSerializer.Serialize(parameters, RingpostJson.Options),
                requestKey,
            }
        );
        await unit.Connection.ExecuteAsync(
            "DELETE FROM conversion_hook_hits WHERE id IN "
                + "(SELECT id FROM conversion_hook_hits WHERE hook_id = @hookId AND at < @old ORDER BY id LIMIT 2)",
            new { hookId, old = unit.Now - Kept }
        );
    }

    /// <summary>Whether this very request was taken for the call before.</summary>
    public static async Task<bool> WasTakenAsync(DbConnection connection, HookId hookId, CallId callId, string requestKey) =>
        await connection.ExecuteScalarAsync<long?>(
            "SELECT 1 FROM conversion_hook_hits WHERE hook_id = @hookId AND call_id = @callId AND request_key = @requestKey "
                + "AND outcome IN ('Converted', 'Duplicate') LIMIT 1",
            new
            {
                hookId,
                callId,
                requestKey,
            }
        )
            is not null;

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<HookHit>> ListAsync(DbConnection connection, HookId hookId, long before, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    "SELECT id AS Id, at AS At, address AS Address, call_id AS CallId, outcome AS Outcome, amount AS Amount, parameters AS Parameters "
                        + "FROM conversion_hook_hits WHERE hook_id = @hookId AND id < @before ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        hookId,
                        before,
                        limit,
                    }
                )
            ).Select(r => r.ToHit()),
        ];

    private sealed record Row
    {
        public long Id { get; init; }
        public Instant At { get; init; }
        public string Address { get; init; } = "";
        public string? CallId { get; init; }
        public string Outcome { get; init; } = "";
        public long? Amount { get; init; }
        public string Parameters { get; init; } = "{}";

        public HookHit ToHit() =>
            new(
                Id,
                At,
                Address,
                CallId is null ? null : new CallId(CallId),
                Enum.Parse<HookOutcome>(Outcome),
                Amount / 1_000_000m,
                JsonSerializer.Deserialize<Dictionary<string, string>>(Parameters, RingpostJson.Options)!
            );
    }
}

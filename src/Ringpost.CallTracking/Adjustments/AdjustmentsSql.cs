using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Adjustments and their entries in the ledger. Current = first + sum (architecture 4.7).</summary>
internal static class AdjustmentsSql
{
    private const string Columns =
        "id AS Id, call_id AS CallId, recorded_at AS At, mode AS Mode, actor_name AS ActorName, reason AS Reason, effective_day AS EffectiveDay, "
        + "currency AS Currency, revenue_change AS RevenueChange, payout_change AS PayoutChange, revenue AS Revenue, payout AS Payout, sequence AS Sequence, told AS Told";

    /// <summary>What a call has now.</summary>
    public static async Task<(long Revenue, long Payout)> CurrentAsync(DbConnection connection, CallId id) =>
        await connection.QuerySingleAsync<(long, long)>(
            "SELECT c.revenue + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'revenue'), 0) AS Revenue, "
                + "c.payout + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'payout'), 0) AS Payout "
                + "FROM calls c WHERE c.id = @id",
            new { id }
        );

    /// <summary>Whether a person changed its revenue.</summary>
    public static async Task<bool> HasRevenueAsync(DbConnection connection, CallId id) =>
        await connection.ExecuteScalarAsync<long?>("SELECT 1 FROM call_ledger WHERE call_id = @id AND side = 'revenue' LIMIT 1", new { id })
            is not null;

    /// <summary>Under the call's key: none is made at the same time.</summary>
    public static Task<long> NextSequenceAsync(WriteUnit unit, CallId id) =>
        unit.Connection.ExecuteScalarAsync<long>("SELECT count(*) + 1 FROM call_adjustments WHERE call_id = @id", new { id });

    public static async Task InsertAsync(WriteUnit unit, Actor actor, CallAdjustment adjustment, string? key)
    {
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_adjustments (id, call_id, key, mode, recorded_at, effective_day, actor_id, actor_name, reason, currency, revenue_change, "
                + "payout_change, revenue, payout, sequence, told) VALUES (@Id, @CallId, @key, @mode, @At, @EffectiveDay, @actorId, @By, @Reason, @currency, "
                + "@RevenueChange, @PayoutChange, @Revenue, @Payout, @Sequence, @Told)",
            new
            {
                adjustment.Id,
                adjustment.CallId,
                key,
                mode = adjustment.Mode.ToString(),
                adjustment.At,
                adjustment.EffectiveDay,
                actorId = actor.Id,
                adjustment.By,
                adjustment.Reason,
                currency = adjustment.Currency.Code,
                adjustment.RevenueChange,
                adjustment.PayoutChange,
                adjustment.Revenue,
                adjustment.Payout,
                adjustment.Sequence,
                adjustment.Told,
            }
        );
        foreach (var (side, amount) in new[] { ("revenue", adjustment.RevenueChange), ("payout", adjustment.PayoutChange) })
            if (amount != 0)
                await unit.Connection.ExecuteAsync(
                    "INSERT INTO call_ledger (call_id, side, amount, currency, recorded_at, effective_day, actor_id, reason, adjustment_id) "
                        + "VALUES (@CallId, @side, @amount, @currency, @At, @EffectiveDay, @actorId, @Reason, @Id)",
                    new
                    {
                        adjustment.CallId,
                        side,
                        amount,
                        currency = adjustment.Currency.Code,
                        adjustment.At,
                        adjustment.EffectiveDay,
                        actorId = actor.Id,
                        adjustment.Reason,
                        adjustment.Id,
                    }
                );
    }

    /// <summary>By adjustment, what of it stands in the ledger that the scope shows.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> EntriesAsync(DbConnection connection, CallScope scope, CallId id) =>
        (
            await connection.QueryAsync<Entry>(
                $"{scope.Sql}SELECT l.adjustment_id AS Id, l.amount AS Amount FROM call_ledger l JOIN calls c ON c.id = l.call_id "
                    + "WHERE l.call_id = @id AND l.adjustment_id IS NOT NULL",
                new { id, own = scope.Own }
            )
        )
            .GroupBy(e => e.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(e => e.Amount), StringComparer.Ordinal);

    private sealed record Entry
    {
        public string Id { get; init; } = "";
        public long Amount { get; init; }
    }

    /// <summary>The one that the key names; null where it is new.</summary>
    public static async Task<CallAdjustment?> FindByKeyAsync(DbConnection connection, CallId callId, string key) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM call_adjustments WHERE call_id = @callId AND key = @key",
                new { callId, key }
            )
        )?.ToAdjustment();

    /// <summary>Oldest first.</summary>
    public static async Task<IReadOnlyList<CallAdjustment>> ListAsync(DbConnection connection, CallId callId) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM call_adjustments WHERE call_id = @callId ORDER BY recorded_at, id",
                    new { callId }
                )
            ).Select(r => r.ToAdjustment()),
        ];

    private sealed record Row(
        AdjustmentId Id,
        CallId CallId,
        Instant At,
        string Mode,
        string ActorName,
        string Reason,
        string EffectiveDay,
        string Currency,
        long RevenueChange,
        long PayoutChange,
        long Revenue,
        long Payout,
        long? Sequence,
        string? Told
    )
    {
        public CallAdjustment ToAdjustment() =>
            new(
                Id,
                CallId,
                At,
                Enum.Parse<AdjustmentMode>(Mode),
                ActorName,
                Reason,
                EffectiveDay,
                Primitives.Currency.TryParse(Currency, out var currency) ? currency : Primitives.Currency.Usd,
                RevenueChange,
                PayoutChange,
                Revenue,
                Payout,
                Sequence ?? 0
            )
            {
                Told = Told,
            };
    }
}

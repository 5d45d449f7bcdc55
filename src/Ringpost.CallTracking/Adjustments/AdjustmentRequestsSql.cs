using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

internal static class AdjustmentRequestsSql
{
    private const string Columns =
        "id AS Id, call_id AS CallId, asked_at AS At, source AS Source, actor_name AS ActorName, mode AS Mode, revenue AS Revenue, "
        + "currency AS Currency, reason AS Reason, state AS State, decided_at AS DecidedAt, decided_by AS DecidedBy, note AS Note, "
        + "adjustment_id AS AdjustmentId, cause AS Cause, buyer_id AS BuyerId";

    /// <summary>False where one of the call waits already.</summary>
    public static async Task<bool> InsertAsync(WriteUnit unit, string actorId, AdjustmentRequest request) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_adjustment_requests (id, call_id, asked_at, source, actor_id, actor_name, mode, revenue, currency, reason, state, cause, buyer_id) "
                + "VALUES (@Id, @CallId, @At, @source, @actorId, @By, @mode, @Revenue, @currency, @Reason, 'Pending', @cause, @buyer) "
                + "ON CONFLICT (call_id) WHERE state = 'Pending' DO NOTHING",
            new
            {
                request.Id,
                request.CallId,
                request.At,
                source = request.Source.ToString(),
                actorId,
                request.By,
                mode = request.Mode.ToString(),
                request.Revenue,
                currency = request.Currency.Code,
                request.Reason,
                cause = request.Cause?.ToString(),
                buyer = request.BuyerId?.Value,
            }
        ) == 1;

    /// <summary>A webhook's last word replaces its earlier one while nobody has decided.</summary>
    public static Task ReplaceAmountAsync(WriteUnit unit, CallId callId, long revenue) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_adjustment_requests SET revenue = @revenue, asked_at = @now WHERE call_id = @callId AND state = 'Pending' AND source = 'Webhook'",
            new
            {
                callId,
                revenue,
                now = unit.Now,
            }
        );

    public static Task DecideAsync(
        WriteUnit unit,
        AdjustmentRequestId id,
        RequestState state,
        string decidedBy,
        string? note,
        AdjustmentId? adjustmentId
    ) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_adjustment_requests SET state = @state, decided_at = @now, decided_by = @decidedBy, note = @note, "
                + "adjustment_id = @adjustment WHERE id = @id",
            new
            {
                id,
                state = state.ToString(),
                now = unit.Now,
                decidedBy,
                note,
                adjustment = adjustmentId?.Value,
            }
        );

    public static async Task<AdjustmentRequest?> FindAsync(DbConnection connection, AdjustmentRequestId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM call_adjustment_requests WHERE id = @id", new { id })
        )?.ToRequest();

    /// <summary>Whether this buyer disputed the call before, and it was decided.</summary>
    public static async Task<bool> WasDisputedAsync(DbConnection connection, CallId callId, BuyerId buyer) =>
        await connection.ExecuteScalarAsync<long?>(
            "SELECT 1 FROM call_adjustment_requests WHERE call_id = @callId AND buyer_id = @buyer AND state <> 'Pending' LIMIT 1",
            new { callId, buyer }
        )
            is not null;

    /// <summary>Whether any request over the call waits for its decision.</summary>
    public static async Task<bool> IsWaitingAsync(DbConnection connection, CallId callId) =>
        await connection.ExecuteScalarAsync<long?>(
            "SELECT 1 FROM call_adjustment_requests WHERE call_id = @callId AND state = 'Pending' LIMIT 1",
            new { callId }
        )
            is not null;

    /// <summary>Whether a dispute over the call waits for its decision.</summary>
    public static async Task<bool> IsDisputedAsync(DbConnection connection, CallId callId) =>
        await connection.ExecuteScalarAsync<long?>(
            "SELECT 1 FROM call_adjustment_requests WHERE call_id = @callId AND state = 'Pending' AND cause IS NOT NULL LIMIT 1",
            new { callId }
        )
            is not null;

    public static Task<long> CountPendingAsync(DbConnection connection) =>
        connection.ExecuteScalarAsync<long>("SELECT count(*) FROM call_adjustment_requests WHERE state = 'Pending'");

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    /// <param name="buyer">Only the disputes of this one.</param>
    public static async Task<IReadOnlyList<AdjustmentRequest>> ListAsync(
        DbConnection connection,
        RequestState? state,
        CallId? callId,
        string? before,
        int limit,
        BuyerId? buyer = null,
        DisputeCause? cause = null
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM call_adjustment_requests WHERE (CAST(@before AS text) IS NULL OR id < @before)"
                        + (state is null ? "" : " AND state = @state")
                        + (callId is null ? "" : " AND call_id = @call")
                        + (buyer is null ? "" : " AND buyer_id = @buyer")
                        + (cause is null ? "" : " AND cause = @cause")
                        + " ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        state = state?.ToString(),
                        call = callId?.Value,
                        buyer = buyer?.Value,
                        cause = cause?.ToString(),
                    }
                )
            ).Select(r => r.ToRequest()),
        ];

    private sealed record Row
    {
        public AdjustmentRequestId Id { get; init; }
        public CallId CallId { get; init; }
        public Instant At { get; init; }
        public string Source { get; init; } = "";
        public string ActorName { get; init; } = "";
        public string Mode { get; init; } = "";
        public long Revenue { get; init; }
        public string Currency { get; init; } = "";
        public string Reason { get; init; } = "";
        public string State { get; init; } = "";
        public long? DecidedAt { get; init; }
        public string? DecidedBy { get; init; }
        public string? Note { get; init; }
        public string? AdjustmentId { get; init; }
        public string? Cause { get; init; }
        public string? BuyerId { get; init; }

        public AdjustmentRequest ToRequest() =>
            new(
                Id,
                CallId,
                At,
                Enum.Parse<RequestSource>(Source),
                ActorName,
                Enum.Parse<AdjustmentMode>(Mode),
                Revenue,
                Primitives.Currency.TryParse(Currency, out var currency) ? currency : Primitives.Currency.Usd,
                Reason,
                Enum.Parse<RequestState>(State),
                DecidedAt is { } at ? new Instant(at) : null,
                DecidedBy,
                Note,
                AdjustmentId is null ? null : new AdjustmentId(AdjustmentId)
            )
            {
                Cause = Cause is null ? null : Enum.Parse<DisputeCause>(Cause),
                BuyerId = BuyerId is null ? null : new BuyerId(BuyerId),
            };
    }
}

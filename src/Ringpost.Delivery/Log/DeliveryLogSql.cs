using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Sending;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Log;

internal static class DeliveryLogSql
{
    private const string Columns =
        "id AS Id, source AS Source, source_id AS SourceId, rule_id AS RuleId, event AS Event, transaction_id AS TransactionId, "
        + "idempotency_key AS IdempotencyKey, replay_of AS ReplayOf, method AS Method, url AS Url, headers AS Headers, body AS Body, "
        + "content_type AS ContentType, success_rule AS SuccessRule, terms AS Terms, state AS State, note AS Note, next_attempt_at AS NextAttemptAt, "
        + "created_at AS CreatedAt, finished_at AS FinishedAt";

    // An id is made a moment before or after its row's time: both bounds are widened by more than that.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<DeliveryDetails>> ListAsync(
        DbConnection connection,
        DeliveryFilter filter,
        string? before,
        int limit
    )
    {
        var parameters = Parameters(filter);
        parameters.AddDynamicParams(new { before, limit });
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM deliveries WHERE {Where(connection, filter)}{(before is null ? "" : " AND id < @before")} ORDER BY id DESC LIMIT @limit",
            parameters
        );
        return await WithAttemptsAsync(connection, rows.AsList());
    }

    /// <summary>Stands in every statement over deliveries by <see cref="Parameters"/>.</summary>
    public static string Where(DbConnection connection, DeliveryFilter filter)
    {
        var conditions = new List<string> { "id >= @first", "id < @last", "created_at >= @from", "created_at < @to" };
        if (filter.CallId is not null)
            conditions.Add("source_id = @CallId AND source = 'call'");
        if (filter.PixelId is not null)
            conditions.Add("rule_id = @PixelId AND source = 'call'");
        if (filter.Source is not null)
            conditions.Add("source = @Source");
        if (filter.Host is not null)
            conditions.Add("host = @Host");
        if (filter.TransactionId is not null)
            // The second half is the index's own: not all planners see that the first says it.
            conditions.Add("transaction_id = @TransactionId AND transaction_id <> ''");
        if (filter.Ids is not null)
            conditions.Add(Ids(filter.Ids));
        if (filter.State is { } state)
            conditions.Add(Of(state, isApart: connection is NpgsqlConnection));
        return string.Join(" AND ", conditions);
    }

    /// <summary>Spelled out, so that SQLite's planner sees its index; PostgreSQL has none of the state, and what is not delivered stands apart.</summary>
    private static string Of(DeliveryState state, bool isApart)
    {
        var such = $"state = '{state.Word()}'";
        return isApart && state is (DeliveryState.Pending or DeliveryState.Rejected or DeliveryState.Failed)
            ? $"{such} AND id IN (SELECT id FROM open_deliveries WHERE {such}{(state == DeliveryState.Pending ? "" : " AND next_attempt_at IS NULL")} AND id >= @first AND id < @last)"
            : such;
    }

    /// <summary>Ids are hex digits: spelled out they need no parameter, and both databases take them alike.</summary>
    private static string Ids(IReadOnlyList<string> ids) =>
        $"id IN ({string.Join(", ", ids.Where(i => i.Length == 32 && i.All(char.IsAsciiHexDigit)).Select(i => $"'{i}'").DefaultIfEmpty("''"))})";

    public static DynamicParameters Parameters(DeliveryFilter filter) =>
        new(
            new
            {
                first = FirstId(filter.Range.From - Skew),
                last = FirstId(filter.Range.To + Skew),
                from = filter.Range.From,
                to = filter.Range.To,
                filter.CallId,
                filter.PixelId,
                filter.Source,
                filter.TransactionId,
                filter.Host,
            }
        );

    public static async Task<DeliveryDetails?> FindAsync(DbConnection connection, DeliveryId id)
    {
        var rows = await connection.QueryAsync<Row>($"SELECT {Columns} FROM deliveries WHERE id = @id", new { id });
        return await WithAttemptsAsync(connection, rows.AsList()) is [var found] ? found : null;
    }

    /// <summary>All deliveries of one record, oldest first.</summary>
    public static async Task<IReadOnlyList<DeliveryDetails>> OfAsync(DbConnection connection, string source, string sourceId)
    {
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM deliveries WHERE source_id = @sourceId AND source = @source ORDER BY id LIMIT 1000",
            new { source, sourceId }
        );
        return await WithAttemptsAsync(connection, rows.AsList());
    }

    /// <summary>A second row that sends the same once more, due now; false where the original is gone.</summary>
    public static async Task<bool> ReplayAsync(WriteUnit unit, DeliveryId id, DeliveryId original) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO deliveries (id, source, source_id, rule_id, event, transaction_id, idempotency_key, replay, replay_of, method, url, host, headers, body, "
                + "content_type, success_rule, terms, state, note, attempts, next_attempt_at, created_at) "
                + "SELECT @id, source, source_id, rule_id, event, transaction_id, idempotency_key, "
                + "(SELECT max(replay) + 1 FROM deliveries r WHERE r.idempotency_key = d.idempotency_key), id, method, url, host, headers, body, "
                + "content_type, success_rule, terms, 'pending', '', 0, CAST(@now AS bigint), CAST(@now AS bigint) FROM deliveries d WHERE d.id = @original "
                + "ON CONFLICT (idempotency_key, replay) DO NOTHING",
            new
            {
                id,
                original,
                now = unit.Now,
            }
        ) == 1;

    /// <summary>A delivery that still waits has nothing more to do once its replay is there; one that is being sent goes on.</summary>
    public static Task SupersedeAsync(WriteUnit unit, DeliveryId id)
    {
        const string waits = "id = @id AND state = 'pending' AND (claimed_until IS NULL OR claimed_until <= @now)";
        return unit.Connection.ExecuteAsync(
            unit.Pick("", $"WITH waited AS (DELETE FROM open_deliveries WHERE {waits} RETURNING id) ")
                + "UPDATE deliveries SET state = 'skipped', note = 'A replay took its place.', next_attempt_at = NULL, finished_at = @now "
                + $"WHERE {unit.Pick(waits, "id IN (SELECT id FROM waited)")}",
            new { id, now = unit.Now }
        );
    }

    /// <summary>No id of a moment from then on sorts before this one: a UUIDv7 begins with its 48 bits of milliseconds.</summary>
    private static string FirstId(Instant moment) =>
        Math.Clamp(moment.UnixMilliseconds, 0, (1L << 48) - 1).ToString("x12", CultureInfo.InvariantCulture) + new string('0', 20);

    private static async Task<IReadOnlyList<DeliveryDetails>> WithAttemptsAsync(DbConnection connection, List<Row> rows)
    {
        if (rows.Count == 0)
            return [];
        var attempts = (
            await connection.QueryAsync<AttemptRow>(
                "SELECT delivery_id AS DeliveryId, number AS Number, at AS At, status AS Status, error AS Error, duration_ms AS DurationMs, answer AS Answer, next_attempt_at AS NextAttemptAt, address AS Address "
                    + $"FROM delivery_attempts WHERE delivery_id {(connection is NpgsqlConnection ? "= ANY(@ids)" : "IN @ids")} ORDER BY delivery_id, number",
                new { ids = rows.Select(r => r.Id.Value).ToArray() }
            )
        ).ToLookup(a => a.DeliveryId.Value, a => a.ToAttempt());
        return [.. rows.Select(r => r.ToDetails([.. attempts[r.Id.Value]]))];
    }

    private sealed record AttemptRow(
        DeliveryId DeliveryId,
        long Number,
        Instant At,
        long? Status,
        string? Error,
        long DurationMs,
        string Answer,
        long? NextAttemptAt,
        string? Address
    )
    {
        public DeliveryAttempt ToAttempt() =>
            new(
                (int)Number,
                At,
                (int?)Status,
                Error is null ? null : Enum.Parse<SendError>(Error),
                DurationMs,
                Answer,
                NextAttemptAt is { } next ? new Instant(next) : null,
                Address
            );
    }

    private sealed record Row(
        DeliveryId Id,
        string Source,
        string SourceId,
        string RuleId,
        string Event,
        string TransactionId,
        string IdempotencyKey,
        string? ReplayOf,
        string Method,
        string Url,
        string Headers,
        string? Body,
        string? ContentType,
        string SuccessRule,
        string? Terms,
        string State,
        string Note,
        long? NextAttemptAt,
        Instant CreatedAt,
        long? FinishedAt
    )
    {
        public DeliveryDetails ToDetails(IReadOnlyList<DeliveryAttempt> attempts) =>
            new()
            {
                Id = Id,
                Source = Source,
                SourceId = SourceId,
                RuleId = RuleId,
                Event = Event,
                TransactionId = TransactionId,
                Method = Method,
                Url = Url,
                State = DeliveryStates.TryRead(State, out var state)
                    ? state
                    : throw new InvalidOperationException($"No such state: {State}."),
                Note = Phrase.OfKept(Note),
                Attempts = attempts,
                CreatedAt = CreatedAt,
                NextAttemptAt = NextAttemptAt is { } next ? new Instant(next) : null,
                FinishedAt = FinishedAt is { } finished ? new Instant(finished) : null,
                ReplayOf = ReplayOf is null ? null : new DeliveryId(ReplayOf),
                IdempotencyKey = IdempotencyKey,
                Headers = ClaimedDelivery.ReadHeaders(Headers),
                Body = Body,
                ContentType = ContentType,
                SuccessRule = Enum.Parse<SuccessRule>(SuccessRule),
                Terms = SendTerms.FromJson(Terms),
            };
    }
}

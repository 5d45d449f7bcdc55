using System.Data.Common;
using System.Globalization;
using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Recordings;

internal static class RecordingsSql
{
    private const string Columns =
        "call_id AS CallId, carrier_id AS CarrierId, carrier_call_id AS CarrierCallId, source_url AS SourceUrl, taken_at AS TakenAt, state AS State, store AS Store, name AS Name, "
        + "content_type AS ContentType, bytes AS Bytes, attempts AS Attempts, next_attempt_at AS NextAttemptAt, error AS Error";

    /// <summary>False where the call has a recording already: the first that is told counts.</summary>
    public static async Task<bool> InsertAsync(WriteUnit unit, CallRecord call, string url, RecordingStoreKind store) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_recordings (call_id, carrier_id, carrier_call_id, source_url, taken_at, state, store, name, attempts, next_attempt_at) "
                + "VALUES (@Id, @CarrierId, @CarrierCallId, @url, @now, @state, @store, @name, 0, @next) ON CONFLICT (call_id) DO NOTHING",
            new
            {
                call.Id,
                call.CarrierId,
                call.CarrierCallId,
                url,
                now = unit.Now,
                state = (store == RecordingStoreKind.Link ? RecordingState.Link : RecordingState.Waiting).ToString(),
                store = store.ToString(),
                name = NameOf(call.Id, unit.Now),
                next = store == RecordingStoreKind.Link ? null : (long?)unit.Now.UnixMilliseconds,
            }
        ) == 1;

    /// <summary>
    /// Takes due copies, the oldest first. A claim moves the next attempt to the end of its lease: what a dead node held comes due again.
    /// </summary>
    public static async Task<IReadOnlyList<ClaimedRecording>> ClaimAsync(WriteUnit unit, TimeSpan lease, int limit)
    {
        const string Due =
            "SELECT call_id FROM call_recordings WHERE next_attempt_at <= @now AND state = 'Waiting' ORDER BY next_attempt_at LIMIT @limit";
        var rows = await unit.Connection.QueryAsync<Row>(
            "UPDATE call_recordings SET attempts = attempts + 1, next_attempt_at = @until WHERE call_id IN ("
                + unit.Pick(Due, Due + " FOR UPDATE SKIP LOCKED")
                + $") RETURNING {Columns}",
            new
            {
                now = unit.Now,
                until = unit.Now + lease,
                limit,
            }
        );
        return [.. rows.Select(r => r.ToClaimed())];
    }

    /// <summary>False where it waits for no copy any more.</summary>
    public static async Task<bool> CopiedAsync(WriteUnit unit, CallId callId, string contentType, long bytes) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET state = 'Copied', content_type = @contentType, bytes = @bytes, copied_at = @now, next_attempt_at = NULL, "
                + "error = NULL WHERE call_id = @callId AND state = 'Waiting'",
            new
            {
                callId,
                contentType,
                bytes,
                now = unit.Now,
            }
        ) == 1;

    /// <param name="next">Null: given up. False where it waits for no copy any more.</param>
    public static async Task<bool> FailedAsync(WriteUnit unit, CallId callId, string error, Instant? next) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET state = @state, error = @error, next_attempt_at = @next WHERE call_id = @callId AND state = 'Waiting'",
            new
            {
                callId,
                error,
                state = (next is null ? RecordingState.Failed : RecordingState.Waiting).ToString(),
                next = next?.UnixMilliseconds,
            }
        ) == 1;

    /// <summary>False where copying was not given up.</summary>
    public static async Task<bool> WaitAgainAsync(WriteUnit unit, CallId callId) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET state = 'Waiting', attempts = 0, next_attempt_at = @now WHERE call_id = @callId AND state = 'Failed'",
            new { callId, now = unit.Now }
        ) == 1;

    /// <summary>What is older than <paramref name="before"/> and not purged yet; copies that are being made come later.</summary>
    public static async Task<IReadOnlyList<StoredCopy>> ExpiredAsync(DbConnection connection, Instant before, int limit)
    {
        var rows = new List<Row>();
        foreach (var state in new[] { RecordingState.Link, RecordingState.Copied, RecordingState.Failed })
            rows.AddRange(
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM call_recordings WHERE state = @state AND taken_at < @before ORDER BY taken_at LIMIT @limit",
                    new
                    {
                        state = state.ToString(),
                        before,
                        limit,
                    }
                )
            );
        return [.. rows.Select(r => r.ToCopy())];
    }

    /// <summary>The link goes from the call as well.</summary>
    public static async Task PurgedAsync(WriteUnit unit, CallId callId)
    {
        await unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET state = 'Purged', source_url = '', error = NULL, next_attempt_at = NULL WHERE call_id = @callId",
            new { callId }
        );
        await unit.Connection.ExecuteAsync("UPDATE calls SET recording_url = NULL WHERE id = @callId", new { callId });
    }

    /// <summary>
    /// The caller was erased: the link goes now, the copy as soon as nobody can be making it. How many recordings that are: one or none.
    /// </summary>
    /// <param name="copying">How long a copier that has claimed it may go on.</param>
    public static Task<int> EraseAsync(WriteUnit unit, CallId callId, TimeSpan copying) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET state = 'Erasing', source_url = '', error = NULL, next_attempt_at = "
                + "CASE WHEN state <> 'Waiting' OR attempts = 0 THEN @now WHEN next_attempt_at < @latest THEN next_attempt_at ELSE @latest END "
                + "WHERE call_id = @callId AND state IN ('Link', 'Waiting', 'Copied', 'Failed')",
            new
            {
                callId,
                now = unit.Now,
                latest = unit.Now + copying,
            }
        );

    /// <summary>Copies to be deleted of erased callers, the oldest first.</summary>
    public static async Task<IReadOnlyList<StoredCopy>> ErasingAsync(DbConnection connection, Instant now, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM call_recordings WHERE next_attempt_at <= @now AND state = 'Erasing' ORDER BY next_attempt_at LIMIT @limit",
                    new { now, limit }
                )
            ).Select(r => r.ToCopy()),
        ];

    public static Task ErasedAsync(WriteUnit unit, CallId callId) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET state = 'Erased', bytes = NULL, content_type = NULL, next_attempt_at = NULL WHERE call_id = @callId AND state = 'Erasing'",
            new { callId }
        );

    /// <summary>A copy that can't be deleted now.</summary>
    public static Task EraseLaterAsync(WriteUnit unit, CallId callId, Instant next) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_recordings SET next_attempt_at = @next WHERE call_id = @callId AND state = 'Erasing'",
            new { callId, next }
        );

    public static async Task<bool> IsErasedAsync(DbConnection connection, CallId callId) =>
        await connection.ExecuteScalarAsync<string?>("SELECT state FROM call_recordings WHERE call_id = @callId", new { callId })
            is nameof(RecordingState.Erasing)
                or nameof(RecordingState.Erased);

    /// <summary>A call that has one may be recorded once only, also where the row is of a time before there were any.</summary>
    public static async Task<CallRecording?> FindAsync(DbConnection connection, CallId callId) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM call_recordings WHERE call_id = @callId",
                new { callId }
            )
        )?.ToRecording();

    /// <summary>Null where there is no copy.</summary>
    public static async Task<StoredCopy?> FindCopyAsync(DbConnection connection, CallId callId) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM call_recordings WHERE call_id = @callId AND state = 'Copied'",
                new { callId }
            )
        )?.ToCopy();

    /// <summary>In one state, newest first, those before the place.</summary>
    public static async Task<IReadOnlyList<CallRecording>> ListAsync(
        DbConnection connection,
        RecordingState state,
        (long At, string Id)? place,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM call_recordings WHERE state = @state "
                        + (place is null ? "" : "AND (taken_at < @at OR (taken_at = @at AND call_id < @id)) ")
                        + "ORDER BY taken_at DESC, call_id DESC LIMIT @limit",
                    new
                    {
                        state = state.ToString(),
                        at = place?.At,
                        id = place?.Id,
                        limit,
                    }
                )
            ).Select(r => r.ToRecording()),
        ];

    /// <summary>By day and call; the same call always has the same name, so that a copy made twice is one.</summary>
    private static string NameOf(CallId callId, Instant at) =>
        at.ToDateTimeOffset().ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture) + "/" + callId.Value;

    // Properties, not a constructor: SQLite knows no type of a computed column before it has a row.
    private sealed record Row
    {
        public CallId CallId { get; init; }
        public string CarrierId { get; init; } = "";
        public string CarrierCallId { get; init; } = "";
        public string SourceUrl { get; init; } = "";
        public Instant TakenAt { get; init; }
        public string State { get; init; } = "";
        public string Store { get; init; } = "";
        public string Name { get; init; } = "";
        public string? ContentType { get; init; }
        public long? Bytes { get; init; }
        public long Attempts { get; init; }
        public long? NextAttemptAt { get; init; }
        public string? Error { get; init; }

        private RecordingStoreKind Kind => Enum.Parse<RecordingStoreKind>(Store);

        public ClaimedRecording ToClaimed() => new(CallId, CarrierId, CarrierCallId, SourceUrl, Kind, Name, (int)Attempts);

        public StoredCopy ToCopy() => new(CallId, Kind, Name, ContentType ?? "", Bytes ?? 0);

        public CallRecording ToRecording() =>
            new(
                CallId,
                TakenAt,
                Enum.Parse<RecordingState>(State),
                Kind,
                ContentType,
                Bytes,
                (int)Attempts,
                NextAttemptAt is { } next ? new Instant(next) : null,
                Error
            );
    }
}

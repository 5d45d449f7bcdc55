using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Erasure;

internal static class CallerErasuresSql
{
    private const string Columns =
        "id AS Id, word AS Word, asked_at AS AskedAt, asked_by AS AskedBy, keep_blocks AS KeepBlocks, calls AS Calls, recordings AS Recordings, "
        + "deliveries AS Deliveries, rows_cleaned AS RowsCleaned, finished_at AS FinishedAt, number AS Number, walks AS Walks";

    public static Task InsertAsync(WriteUnit unit, CallerErasureId id, string word, string @sealed, string by, bool keepBlocks) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO caller_erasures (id, word, number, asked_at, asked_by, keep_blocks, calls, recordings, deliveries, rows_cleaned, walks, next_walk_at) "
                + "VALUES (@id, @word, @sealed, @now, @by, @keepBlocks, 0, 0, 0, 0, 0, @now)",
            new
            {
                id,
                word,
                @sealed,
                now = unit.Now,
                by,
                keepBlocks,
            }
        );

    public static Task AddAsync(
        WriteUnit unit,
        CallerErasureId id,
        long calls = 0,
        long recordings = 0,
        long deliveries = 0,
        long rows = 0
    ) =>
        unit.Connection.ExecuteAsync(
            "UPDATE caller_erasures SET calls = calls + @calls, recordings = recordings + @recordings, deliveries = deliveries + @deliveries, "
                + "rows_cleaned = rows_cleaned + @rows WHERE id = @id",
            new
            {
                id,
                calls,
                recordings,
                deliveries,
                rows,
            }
        );

    /// <summary>Everything was walked through once more. The number goes with the last walk.</summary>
    public static Task WalkedAsync(WriteUnit unit, CallerErasureId id, Instant? next) =>
        unit.Connection.ExecuteAsync(
            "UPDATE caller_erasures SET walks = walks + 1, next_walk_at = @next"
                + (next is null ? ", number = NULL, finished_at = @now" : "")
                + " WHERE id = @id",
            new
            {
                id,
                next = next?.UnixMilliseconds,
                now = unit.Now,
            }
        );

    public static async Task<IReadOnlyList<Row>> DueAsync(DbConnection connection, Instant now) =>
        (
            await connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM caller_erasures WHERE next_walk_at <= @now ORDER BY next_walk_at LIMIT 10",
                new { now }
            )
        ).AsList();

    public static Task<Row?> FindAsync(DbConnection connection, CallerErasureId id) =>
        connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM caller_erasures WHERE id = @id", new { id });

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<CallerErasure>> ListAsync(DbConnection connection, string? before, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM caller_erasures {(before is null ? "" : "WHERE id < @before ")}ORDER BY id DESC LIMIT @limit",
                    new { before, limit }
                )
            ).Select(r => r.ToErasure()),
        ];

    // Properties, not a constructor: SQLite knows no type of a computed column before it has a row.
    internal sealed record Row
    {
        public CallerErasureId Id { get; init; }
        public string Word { get; init; } = "";
        public Instant AskedAt { get; init; }
        public string AskedBy { get; init; } = "";
        public bool KeepBlocks { get; init; }
        public long Calls { get; init; }
        public long Recordings { get; init; }
        public long Deliveries { get; init; }
        public long RowsCleaned { get; init; }
        public long? FinishedAt { get; init; }

        /// <summary>Sealed; null when it is over.</summary>
        public string? Number { get; init; }
        public long Walks { get; init; }

        public CallerErasure ToErasure() =>
            new(
                Id,
                Word,
                AskedAt,
                AskedBy,
                KeepBlocks,
                Calls,
                Recordings,
                Deliveries,
                RowsCleaned,
                FinishedAt is { } at ? new Instant(at) : null
            );
    }
}

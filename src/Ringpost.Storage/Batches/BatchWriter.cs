using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Batches;

/// <summary>
/// Writes a list of decided items as one set-based sequence and answers with an outcome for each, in their order. Does SQL and nothing
/// else: a list may be written again after a failure, and items of a failing list are written one by one. Two lists may be in
/// hand at once on PostgreSQL: a statement that locks rows takes them in a fixed order.
/// </summary>
public abstract class BatchWriter<TItem, TOutcome>
{
    /// <summary>SQLite's own prepared statements: see <see cref="RawStatement"/>.</summary>
    public abstract Task<TOutcome[]> WriteSqliteAsync(IReadOnlyList<TItem> items, SqliteConnection connection, WriteUnit unit);

    /// <summary><c>unnest</c> of one array per column, or COPY.</summary>
    public abstract Task<TOutcome[]> WritePostgresAsync(IReadOnlyList<TItem> items, NpgsqlConnection connection, WriteUnit unit);
}

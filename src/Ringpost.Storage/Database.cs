using System.Data.Common;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage;

public enum Dialect
{
    Sqlite,
    Postgres,
}

/// <summary>
/// The one way to the data. Reads run beside each other; a write is a unit of work that is durable when its task completes
/// (architecture 4.2, 4.3). Two engines: the embedded SQLite and PostgreSQL.
/// </summary>
public abstract class Database(TimeProvider time) : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    protected TimeProvider Time { get; } = time;

    /// <summary>
    /// Runs <paramref name="unit"/> in a transaction and completes after the commit. <paramref name="keys"/> name what the unit decides
    /// over; units that share a key never run at the same time. A unit does SQL and nothing else, and may run twice.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Nothing was stored; the caller may repeat.</exception>
    public abstract Task<T> WriteAsync<T>(WriteKeys keys, Func<WriteUnit, Task<T>> unit, CancellationToken cancellation = default);

    public Task WriteAsync(WriteKeys keys, Func<WriteUnit, Task> unit, CancellationToken cancellation = default) =>
        WriteAsync(
            keys,
            async u =>
            {
                await unit(u);
                return true;
            },
            cancellation
        );

    /// <summary>
    /// As <see cref="WriteAsync{T}"/> for a lane or a worker, which bounds its own queue and has few writers at once: on PostgreSQL those have
    /// connections of their own, whose servers keep the plans of the few statements that run again and again.
    /// </summary>
    public abstract Task<T> WriteBatchAsync<T>(Func<WriteUnit, Task<T>> unit);

    /// <summary>
    /// Runs a read on a connection of its own; all its statements see the data of one moment. Reads are short: lists go page by page
    /// (architecture 4.13).
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database can't be reached.</exception>
    public abstract Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation = default);

    public Task ReadAsync(Func<DbConnection, Task> read, CancellationToken cancellation = default) =>
        ReadAsync(
            async connection =>
            {
                await read(connection);
                return true;
            },
            cancellation
        );

    /// <summary>Chooses between the two spellings of a statement that stand side by side in one file.</summary>
    public string Pick(string sqlite, string postgres) => Dialect == Dialect.Sqlite ? sqlite : postgres;

    public Instant Now => Instant.Now(Time);

    public abstract ValueTask DisposeAsync();
}

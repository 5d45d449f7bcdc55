using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Ringpost.Storage.Batches;

namespace Ringpost.Storage.Writing;

/// <summary>
/// The embedded database: one writer connection behind a queue (<see cref="SqliteWriteQueue"/>), a pool of read-only connections,
/// WAL, and no answer before the disk keeps what was written (architecture 4.2, decision 0008).
/// </summary>
public sealed class SqliteDatabase : Database
{
    private readonly SqliteReaders _readers;
    private readonly SqliteWriteQueue _writes;

    public SqliteDatabase(StorageOptions options, TimeProvider time, ILogger<SqliteDatabase> log)
        : base(time)
    {
        DapperTypes.Register();
        Directory.CreateDirectory(options.Data);
        File = Path.Combine(options.Data, "ringpost.db");
        _readers = new SqliteReaders(
            new SqliteConnectionStringBuilder
            {
                DataSource = File,
                Mode = SqliteOpenMode.ReadWrite,
                DefaultTimeout = 2,
                Pooling = false,
            }.ToString()
        );
        _writes = new SqliteWriteQueue(WriteConnection, options, time, log);
    }

    public override Dialect Dialect => Dialect.Sqlite;

    public string File { get; }

    /// <summary>For the migrator, which opens a connection of its own before the queue starts.</summary>
    public string WriteConnection =>
        new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 2,
            Pooling = false,
        }.ToString();

    public override Task<T> WriteAsync<T>(WriteKeys keys, Func<WriteUnit, Task<T>> unit, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        WriteUnit.RefuseInside();
        return _writes.RunAsync(unit, cancellation);
    }

    public override Task<T> WriteBatchAsync<T>(Func<WriteUnit, Task<T>> unit) => _writes.RunAsync(unit, CancellationToken.None);

    public override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        SqliteKeptConnection? connection = null;
        try
        {
            connection = _readers.Take();
            RawStatement.Of(connection, "BEGIN").Run();
            return await read(connection);
        }
        catch (SqliteException e) when (SqliteWriteQueue.IsOutage(e))
        {
            throw new StorageUnavailableException("The database can't be read: " + e.Message, e);
        }
        finally
        {
            if (connection is not null)
                _readers.GiveBack(connection);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        _readers.Dispose();
    }
}

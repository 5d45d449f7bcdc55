using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ringpost.Primitives;

namespace Ringpost.Storage.Writing;

/// <summary>
/// PostgreSQL, for one node or many. A unit is an ordinary transaction at READ COMMITTED that first takes an advisory lock on each of
/// its keys, in sorted order; it runs again on a serialization failure or a deadlock (architecture 4.2).
/// </summary>
public sealed partial class PostgresDatabase : Database
{
    private const int MostRuns = 5;

    /// <summary>Kept apart for the lanes, beside the pool that the connection string sets.</summary>
    private const int LaneConnections = 8;

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private readonly StorageOptions _options;
    private readonly ILogger _log;
    private readonly NpgsqlDataSource _lanes;
    private readonly int _writers;
    private readonly SemaphoreSlim _slots;
    private int _waiting;
    private volatile bool _isClosed;

    public PostgresDatabase(StorageOptions options, TimeProvider time, ILogger<PostgresDatabase> log)
        : base(time)
    {
        DapperTypes.Register();
        (_options, _log) = (options, log);
        // Nothing here changes a session for longer than a transaction (LISTEN and the migrator have connections of their own), so that a pooled
        // connection needs none of the seven statements that would clean it.
        var settings = new NpgsqlConnectionStringBuilder(options.Database)
        {
            Timezone = "UTC",
            MaxAutoPrepare = 200,
            NoResetOnClose = true,
        };
        // Npgsql's own builder says of every keyword that it is there.
        if (!new DbConnectionStringBuilder { ConnectionString = options.Database }.ContainsKey("Timeout"))
            settings.Timeout = 5;
        // Who waits for a row or a key longer than this gets 503 and not a connection for ever.
        if (string.IsNullOrEmpty(settings.Options))
            settings.Options = "-c lock_timeout=10s";
        Source = NpgsqlDataSource.Create(settings.ToString());
        // Reads take what the writers leave of the pool.
        _writers = Math.Max(1, settings.MaxPoolSize / 2);
        // Few, so that the same ones come again: each is a process of the server's, which finds its statements and the table's pages at hand.
        settings.MaxPoolSize = LaneConnections;
        settings.MinPoolSize = 0;
        // Left to itself the server plans some of them anew each time, which costs more than running them; and a plan that it keeps was made when
        // the tables were small, where reading all of one is cheapest. A lane's statements look few rows up by their keys, whatever the size; compiling
        // them, which the server does to those that seem dear to it, takes it several times as long as running them.
        settings.Options +=
            " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";
        _lanes = NpgsqlDataSource.Create(settings.ToString());
        _slots = new SemaphoreSlim(_writers);
    }

    public override Dialect Dialect => Dialect.Postgres;

    public NpgsqlDataSource Source { get; }

    public override async Task<T> WriteAsync<T>(WriteKeys keys, Func<WriteUnit, Task<T>> unit, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        WriteUnit.RefuseInside();
        await EnterAsync(cancellation);
        try
        {
            return await RunUntilCommittedAsync(Source, keys, unit, cancellation);
        }
        finally
        {
            _slots.Release();
        }
    }

    public override Task<T> WriteBatchAsync<T>(Func<WriteUnit, Task<T>> unit) =>
        RunUntilCommittedAsync(_lanes, WriteKeys.None, unit, CancellationToken.None);

    public override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellation);
            await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            return await read(connection);
        }
        catch (Exception e) when (IsOutage(e))
        {
            throw new StorageUnavailableException("The database can't be read: " + e.Message, e);
        }
    }

    /// <summary>A connection outside the pool, for what holds one for long: migration, LISTEN. Waits for locks without a bound.</summary>
    internal async Task<NpgsqlConnection> OpenOwnAsync(CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(_options.Database) { Pooling = false, KeepAlive = 10 };
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal string ConnectionString => _options.Database;

    private async Task EnterAsync(CancellationToken cancellation)
    {
        if (_isClosed)
            throw new StorageUnavailableException("The database is closed.");
        if (Interlocked.Increment(ref _waiting) > _options.LongestQueue)
        {
            Interlocked.Decrement(ref _waiting);
            throw new StorageUnavailableException("Too many writes are waiting.");
        }

        try
        {
            if (!await _slots.WaitAsync(_options.LongestWait, cancellation))
                throw new StorageUnavailableException("Writes wait too long.");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<T> RunUntilCommittedAsync<T>(
        NpgsqlDataSource source,
        WriteKeys keys,
        Func<WriteUnit, Task<T>> work,
        CancellationToken cancellation
    )
    {
        for (var run = 1; ; run++)
        {
            var isCommitting = false;
            try
            {
                return await RunAsync(source, keys, work, () => isCommitting = true, cancellation);
            }
            catch (PostgresException e) when (run < MostRuns && IsLostRace(e))
            {
                // The machine's clock and not the product's, which a test may hold still.
                await Task.Delay(TimeSpan.FromMilliseconds(5 * run), TimeProvider.System, cancellation);
            }
            catch (Exception e) when (run == 1 && !isCommitting && IsBroken(e))
            {
                // A pooled connection that the server closed while it was idle: nothing was sent for commit, a fresh one may do.
            }
            catch (Exception e) when (IsOutage(e))
            {
                throw new StorageUnavailableException("Not stored: " + e.Message, e);
            }
        }
    }

    private async Task<T> RunAsync<T>(
        NpgsqlDataSource source,
        WriteKeys keys,
        Func<WriteUnit, Task<T>> work,
        Action committing,
        CancellationToken cancellation
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var unit = keys.AreTakenByTheUnit
            ? new WriteUnit(connection, Instant.Now(Time), keys.Sorted)
            : new WriteUnit(connection, Dialect.Postgres, Instant.Now(Time));
        if (!keys.AreTakenByTheUnit)
            await unit.AlsoHoldAsync(keys.Sorted);
        var result = await unit.RunAsync(work);
        committing();
        // Not cancellable: a commit that was given up halfway is neither stored nor not stored.
        if (unit.TakeBatch() is { } last)
            await using (last)
            {
                last.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
                await last.ExecuteNonQueryAsync(CancellationToken.None);
            }
        else
            await transaction.CommitAsync(CancellationToken.None);
        foreach (var failure in unit.Committed())
            LogAfterCommitFailed(_log, failure);
        return result;
    }

    private static bool IsLostRace(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private static bool IsBroken(Exception e) =>
        e is PostgresException postgres
            ? postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            : e is NpgsqlException { InnerException: IOException or SocketException };

    /// <summary>The server is away, full or too busy; what else it refuses is a fault of the statement.</summary>
    private static bool IsOutage(Exception e) =>
        e switch
        {
            PostgresException postgres => IsLostRace(postgres)
                || postgres.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction
                || postgres.SqlState[..2] is "08" or "53" or "57" or "58",
            NpgsqlException or SocketException or TimeoutException => true,
            // The data source is disposed: the program is stopping.
            ObjectDisposedException => true,
            _ => false,
        };

    /// <summary>Finishes what runs and waits: who has all slots is the last.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        for (var taken = 0; taken < _writers; taken++)
            if (!await _slots.WaitAsync(LongestStop))
                break;
        await Source.DisposeAsync();
        await _lanes.DisposeAsync();
    }

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "A step after a commit failed; what was written is stored")]
    private static partial void LogAfterCommitFailed(ILogger log, Exception cause);
}

using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Ringpost.Primitives;
using Ringpost.Storage.Batches;
using SQLitePCL;

namespace Ringpost.Storage.Writing;

/// <summary>
/// Group commit: takes the units that wait, runs each in its savepoint of one transaction, commits, then completes them all.
/// 1 take the waiting units, 2 begin, 3 run each unit, 4 commit, 5 have the disk keep it and answer, while the next group runs. A unit that fails leaves the group and the others go on; where
/// the failure took the transaction with it (a full disk rolls all of it back), the others run again in a new one.
/// </summary>
internal sealed partial class SqliteWriteQueue : IAsyncDisposable
{
    private readonly Channel<QueuedWrite> _waiting;
    private readonly string _connectionString;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lazy<Task> _loop;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly SqliteLogSync _sync;
    private SqliteConnection? _connection;
    private bool _isClosed;

    public SqliteWriteQueue(string connectionString, StorageOptions options, TimeProvider time, ILogger log)
    {
        (_connectionString, _options, _time, _log) = (connectionString, options, time, log);
        _waiting = Channel.CreateBounded<QueuedWrite>(new BoundedChannelOptions(options.LongestQueue) { SingleReader = true });
        _checkpoints = new SqliteCheckpoints(connectionString, log);
        _sync = new SqliteLogSync(Complete, Lose);
        _loop = new Lazy<Task>(() => Detached.RunOnOwnThread(Loop));
    }

    public Task<T> RunAsync<T>(Func<WriteUnit, Task<T>> unit, CancellationToken cancellation)
    {
        _ = _loop.Value;
        var write = new QueuedWrite<T>(unit, _time.GetTimestamp(), cancellation);
        return !IsOverloaded() && _waiting.Writer.TryWrite(write)
            ? write.Answer
            : Task.FromException<T>(
                new StorageUnavailableException(_isClosed ? "The database is closed." : "Too many writes are waiting.")
            );
    }

    private bool IsOverloaded() => _waiting.Reader.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.QueuedAt) > _options.LongestWait;

    /// <summary>
    /// On a thread of its own: it waits for the disk at each commit, and a thread of the pool that waits is one less to answer requests, of two
    /// on a small machine. Units work on SQLite without ever leaving the thread.
    /// </summary>
    private void Loop()
    {
        var group = new List<QueuedWrite>();
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < _options.LargestGroup && _waiting.Reader.TryRead(out var write))
                group.Add(write);
            while (group.Count > 0)
                group = RunGroupAsync(group).GetAwaiter().GetResult();
        }
    }

    /// <summary>Runs and commits the group; returns the units that must run again in a new transaction.</summary>
    private async Task<List<QueuedWrite>> RunGroupAsync(List<QueuedWrite> group)
    {
        var done = new List<QueuedWrite>(group.Count);
        try
        {
            if (_sync.HasFailed)
                Recover();
            var connection = Connect();
            Execute(connection, "BEGIN IMMEDIATE");
            var now = Instant.Now(_time);
            foreach (var write in group)
            {
                Execute(connection, "SAVEPOINT unit");
                try
                {
                    await write.RunAsync(new WriteUnit(connection, Dialect.Sqlite, now));
                    Execute(connection, "RELEASE unit");
                    done.Add(write);
                }
                catch (Exception e)
                    when (e is not SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR })
                {
                    write.Fail(
                        e is SqliteException sql && IsOutage(sql) ? new StorageUnavailableException("Not stored: " + e.Message, e) : e
                    );
                    // sqlite3_get_autocommit is non-zero when the transaction is gone: nothing of the group may be completed.
                    if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
                        return [.. group.Where(w => !w.IsAnswered)];
                    Execute(connection, "ROLLBACK TO unit");
                    Execute(connection, "RELEASE unit");
                }
            }

            Execute(connection, "COMMIT");
        }
        catch (Exception e)
        {
            Abandon(group, e);
            return [];
        }

        if (done.Count > 0)
            _sync.Keep(done, SqliteFile.Log(_connection!));
        _checkpoints.Committed(_connection!);
        return [];
    }

    /// <summary>What the log holds goes into the database file before anything is added to it.</summary>
    private void Recover()
    {
        Disconnect();
        var statement = RawStatement.Of(Connect(), "PRAGMA wal_checkpoint(TRUNCATE)");
        var isBusy = statement.Step() && statement.Number(0) != 0;
        statement.Reset();
        if (isBusy)
            throw new IOException("The write-ahead log could not be copied into the database after a failed sync.");
        _sync.BeginAnew();
    }

    private void Complete(List<QueuedWrite> group)
    {
        foreach (var write in group)
        foreach (var failure in write.Complete())
            LogAfterCommitFailed(_log, failure);
    }

    private void Lose(List<QueuedWrite> group, Exception cause)
    {
        LogGroupFailed(_log, cause, group.Count);
        foreach (var write in group)
            write.Fail(new StorageUnavailableException("Not stored: " + cause.Message, cause));
    }

    private void Abandon(List<QueuedWrite> group, Exception cause)
    {
        LogGroupFailed(_log, cause, group.Count);
        var failure = new StorageUnavailableException("Not stored: " + cause.Message, cause);
        foreach (var write in group.Where(w => !w.IsAnswered))
            write.Fail(failure);
        // A connection whose state is in doubt is not used again: closing it rolls back what is open.
        Disconnect();
    }

    private SqliteConnection Connect()
    {
        if (_connection is not null)
            return _connection;
        var connection = new SqliteKeptConnection(_connectionString);
        try
        {
            connection.Open();
            using var setUp = connection.CreateCommand();
            // NORMAL leaves a commit's sync to us: nothing is answered before it (SqliteLogSync). The checkpoints have a thread of their own. 16 MB hold the inner pages of indexes over tens of millions of rows; SQLite looks
            // through all places of its cache at a commit that moved a page, so that four times as many cost a tenth of the rate.
            setUp.CommandText =
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
                + "PRAGMA busy_timeout=2000; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-16384";
            setUp.ExecuteNonQuery();
            return _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Disconnect()
    {
        if (_connection is null)
            return;
        _sync.WaitUntilIdle();
        try
        {
            RawStatement.Release(_connection);
            _connection.Dispose();
        }
        catch (SqliteException e)
        {
            LogCloseFailed(_log, e);
        }

        _connection = null;
    }

    private static void Execute(SqliteConnection connection, string sql) => RawStatement.Of(connection, sql).Run();

    internal static bool IsOutage(SqliteException e) =>
        e.SqliteErrorCode
            is raw.SQLITE_BUSY
                or raw.SQLITE_LOCKED
                or raw.SQLITE_FULL
                or raw.SQLITE_IOERR
                or raw.SQLITE_CANTOPEN
                or raw.SQLITE_READONLY
                or raw.SQLITE_NOMEM
                or raw.SQLITE_CORRUPT
                or raw.SQLITE_NOTADB;

    /// <summary>Finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        _waiting.Writer.TryComplete();
        if (_loop.IsValueCreated)
            await _loop.Value;
        await _checkpoints.DisposeAsync();
        Disconnect();
        await _sync.DisposeAsync();
    }

    [LoggerMessage(
        EventId = 100,
        Level = LogLevel.Error,
        Message = "A group of {Count} writes was not stored; their senders were told to repeat"
    )]
    private static partial void LogGroupFailed(ILogger log, Exception cause, int count);

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "A step after a commit failed; what was written is stored")]
    private static partial void LogAfterCommitFailed(ILogger log, Exception cause);

    [LoggerMessage(
        EventId = 102,
        Level = LogLevel.Warning,
        Message = "The writing connection could not be closed; a new one takes its place"
    )]
    private static partial void LogCloseFailed(ILogger log, Exception cause);
}

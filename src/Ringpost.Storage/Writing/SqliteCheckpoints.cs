using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Ringpost.Storage.Batches;
using SQLitePCL;

namespace Ringpost.Storage.Writing;

/// <summary>
/// Copies the pages of the write-ahead log into the database file, on a thread and a connection of its own, so that no commit waits for it
/// (decision 0008). The log begins anew once all of it is copied, which never happens while commits keep adding to it: where it has grown
/// long, the writer copies the short rest between two commits. SQLite has the disk keep the copied pages only when it copies the last ones, which
/// is in that pause; so this thread does it each time, and the pause is short. The log can't begin anew while a reader uses it: the writer waits a
/// moment for those that are at it, as later ones read the copied pages; for one that takes long it tries again when the log has grown as much more.
/// </summary>
internal sealed partial class SqliteCheckpoints(string connectionString, ILogger log) : IAsyncDisposable
{
    /// <summary>64 MB of pages: pages that change with many commits are copied once for thousands of them.</summary>
    private const int PagesBetween = 16_000;

    /// <summary>256 MB of pages.</summary>
    private const int LongLog = 64_000;

    /// <summary>What a report of a month takes at most.</summary>
    private const int LongestPauseMilliseconds = 40;

    private const int UsualPatienceMilliseconds = 2_000;

    private readonly SemaphoreSlim _due = new(0);
    private Task? _loop;
    private volatile bool _isClosed;
    private volatile bool _isLong;
    private long _longFrom = LongLog;
    private long _pagesSince;
    private int _isRunning;

    /// <summary>Called by the writer after each commit, while the disk keeps it.</summary>
    public void Committed(SqliteConnection connection)
    {
        if (_isLong)
        {
            _isLong = false;
            BeginAnew(connection);
        }

        raw.sqlite3_db_status(connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        _pagesSince += pages;
        if (_pagesSince < PagesBetween || Interlocked.Exchange(ref _isRunning, 1) != 0)
            return;
        _pagesSince = 0;
        _loop ??= Detached.RunOnOwnThread(Loop);
        _due.Release();
    }

    private void Loop()
    {
        using var connection = new SqliteConnection(connectionString);
        while (true)
        {
            _due.Wait();
            if (_isClosed)
                break;
            var pages = TryCopy(connection, "PASSIVE").Pages;
            if (connection.State == System.Data.ConnectionState.Open)
                _ = SqliteFile.Database(connection).TrySync();
            _isLong = pages > Volatile.Read(ref _longFrom);
            Volatile.Write(ref _isRunning, 0);
        }

        RawStatement.Release(connection);
    }

    private void BeginAnew(SqliteConnection connection)
    {
        raw.sqlite3_busy_timeout(connection.Handle, LongestPauseMilliseconds);
        var (pages, isBusy) = TryCopy(connection, "RESTART");
        raw.sqlite3_busy_timeout(connection.Handle, UsualPatienceMilliseconds);
        Volatile.Write(ref _longFrom, isBusy ? pages + LongLog : LongLog);
    }

    /// <summary>How many pages the log holds, and whether it can't begin anew because someone is at it.</summary>
    private (long Pages, bool IsBusy) TryCopy(SqliteConnection connection, string mode)
    {
        try
        {
            if (connection.State != System.Data.ConnectionState.Open)
                connection.Open();
            var statement = RawStatement.Of(connection, $"PRAGMA wal_checkpoint({mode})");
            var copied = statement.Step() ? (statement.Number(1), statement.Number(0) != 0) : default;
            statement.Reset();
            return copied;
        }
        catch (SqliteException e)
        {
            // The next one copies these pages as well; until then they are safe where they are.
            LogFailed(log, e);
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _due.Release();
        if (_loop is not null)
            await _loop;
        _due.Dispose();
    }

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "The write-ahead log could not be copied into the database")]
    private static partial void LogFailed(ILogger log, Exception cause);
}

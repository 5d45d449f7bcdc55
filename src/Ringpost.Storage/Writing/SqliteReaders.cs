using System.Collections.Concurrent;
using Ringpost.Storage.Batches;
using SQLitePCL;

namespace Ringpost.Storage.Writing;

/// <summary>Connections that only read, with the statements that they have prepared.</summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    /// <summary>How many wait for the next read; a connection more than these is closed after its own.</summary>
    private const int MostIdle = 16;

    private readonly ConcurrentBag<SqliteKeptConnection> _idle = [];
    private volatile bool _isClosed;

    public SqliteKeptConnection Take()
    {
        if (_idle.TryTake(out var kept))
            return kept;
        var connection = new SqliteKeptConnection(connectionString);
        try
        {
            connection.Open();
            RawStatement.Of(connection, "PRAGMA query_only=1").Run();
            return connection;
        }
        catch
        {
            Close(connection);
            throw;
        }
    }

    /// <summary>Ends the moment that the reader saw. One that can't end it is not used again.</summary>
    public void GiveBack(SqliteKeptConnection connection)
    {
        var handle = connection.Handle;
        if (handle is not null && raw.sqlite3_get_autocommit(handle) == 0)
            raw.sqlite3_exec(handle, "ROLLBACK");
        if (handle is null || raw.sqlite3_get_autocommit(handle) == 0 || _isClosed || _idle.Count >= MostIdle)
        {
            Close(connection);
            return;
        }

        _idle.Add(connection);
        // The database may have been closed between the look and the addition.
        if (_isClosed)
            Dispose();
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var connection))
            Close(connection);
    }

    private static void Close(SqliteKeptConnection connection)
    {
        RawStatement.Release(connection);
        connection.Dispose();
    }
}

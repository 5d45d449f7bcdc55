using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Primitives;

namespace Ringpost.Storage.Writing;

/// <summary>One unit of work inside a transaction. What must happen after the commit (waking a worker) is left with <see cref="AfterCommit"/>.</summary>
public sealed class WriteUnit
{
    private static readonly AsyncLocal<bool> Inside = new();

    private readonly DbConnection _connection;
    private readonly Func<DbCommand>? _together;
    private List<Action>? _afterCommit;
    private List<NpgsqlBatchCommand>? _waiting;
    private bool _hasLeft;

    public WriteUnit(DbConnection connection, Dialect dialect, Instant now)
    {
        (_connection, Dialect, Now) = (connection, dialect, now);
    }

    /// <summary>On PostgreSQL, for a unit that has not taken its keys yet: they are taken by the round trip of its first statement.</summary>
    internal WriteUnit(NpgsqlConnection connection, Instant now, IReadOnlyList<string> keys)
        : this(connection, Dialect.Postgres, now)
    {
        _together = () => new PostgresUnitCommand(this, connection);
        // Such units find single rows by their keys. Left to itself the server planned six of ten reads of a call anew: 250 µs each, and 40 to run it.
        WithCommit(new NpgsqlBatchCommand("SET LOCAL plan_cache_mode = force_generic_plan"));
        LeaveLock(keys);
    }

    /// <summary>Take it from here for each statement: what waits of <see cref="Later"/> is sent before.</summary>
    public DbConnection Connection
    {
        get
        {
            if (_together is not null)
                return new StatementConnection(_together);
            // Waits for the server on this thread: such units that read after they wrote are few, and none is on a busy path.
            if (_hasLeft && TakeBatch() is { } batch)
                using (batch)
                    batch.ExecuteNonQuery();
            return _connection;
        }
    }

    /// <summary>
    /// For statements whose outcome nobody asks for, to be run by <c>ExecuteAsync</c>. On PostgreSQL they wait for the commit, or for the unit's
    /// next own statement, and go to the server in one round trip; on SQLite they run at once. What fails there fails the unit. Parameters are
    /// whole numbers and texts, no lists.
    /// </summary>
    public DbConnection Later =>
        new StatementConnection(
            Dialect == Dialect.Sqlite ? () => new SqliteLaterCommand((SqliteConnection)_connection) : () => new PostgresLaterCommand(this)
        );

    public Dialect Dialect { get; }

    /// <summary>The moment at which the unit began; take it for all rows that the unit writes.</summary>
    public Instant Now { get; }

    /// <summary>Chooses between the two spellings of a statement.</summary>
    public string Pick(string sqlite, string postgres) => Dialect == Dialect.Sqlite ? sqlite : postgres;

    /// <summary>
    /// Holds further keys until the end of the unit, for what only its own reads make known. What is read after this is what others who hold
    /// the same key have committed. Take them last and all at once; two units that still wait for each other run again.
    /// </summary>
    public async Task AlsoHoldAsync(IEnumerable<string> keys)
    {
        if (Dialect == Dialect.Sqlite)
            return;
        LeaveLock(WriteKeys.Of([.. keys]).Sorted);
        if (_together is null)
            await SendWaitingAsync();
    }

    /// <summary>
    /// On PostgreSQL, leaves a statement whose outcome nobody asks for: all of them go to the server together with the commit, in one round trip.
    /// They come after all that the unit runs itself.
    /// </summary>
    public void WithCommit(NpgsqlBatchCommand statement) => (_waiting ??= []).Add(statement);

    /// <summary>Sends what waits now, for a unit that reads what it wrote.</summary>
    public async Task SendWaitingAsync()
    {
        if (TakeBatch() is not { } batch)
            return;
        await using (batch)
            await batch.ExecuteNonQueryAsync();
    }

    /// <summary>As <see cref="WithCommit"/>, in order with what the unit runs itself.</summary>
    internal void Leave(NpgsqlBatchCommand statement)
    {
        WithCommit(statement);
        _hasLeft = true;
    }

    /// <summary>How many of those that wait answer with rows.</summary>
    internal int WaitingAnswers { get; private set; }

    /// <summary>What comes after it sees what others have committed before.</summary>
    private void LeaveLock(IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            var take = new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))");
            take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
            Leave(take);
            WaitingAnswers++;
        }
    }

    /// <summary>All that waits, as it goes to the server; null where nothing does. Where one fails the server runs none of those behind it.</summary>
    internal NpgsqlBatch? TakeBatch()
    {
        if (_waiting is not { } waiting)
            return null;
        (_waiting, _hasLeft, WaitingAnswers) = (null, false, 0);
        var batch = new NpgsqlBatch((NpgsqlConnection)_connection);
        foreach (var statement in waiting)
            batch.BatchCommands.Add(statement);
        return batch;
    }

    /// <summary>Runs in memory once the transaction is durable, never if it is not. Must not throw.</summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    /// <summary>A write inside a unit would wait for the unit that waits for it.</summary>
    internal static void RefuseInside()
    {
        if (Inside.Value)
            throw new InvalidOperationException("A unit of work began another one: it has its own connection to write on.");
    }

    internal async Task<T> RunAsync<T>(Func<WriteUnit, Task<T>> work)
    {
        Inside.Value = true;
        return await work(this);
    }

    /// <summary>Runs what was left for after the commit; returns what that threw, since the write itself has succeeded.</summary>
    internal IEnumerable<Exception> Committed()
    {
        if (_afterCommit is null)
            return [];
        List<Exception> failures = [];
        foreach (var action in _afterCommit)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        return failures;
    }
}

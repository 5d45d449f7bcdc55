using System.Data.Common;
using Npgsql;
using Ringpost.Primitives;

namespace Ringpost.Storage.Writing;

/// <summary>One unit of work inside a transaction. What must happen after the commit (waking a worker) is left with <see cref="AfterCommit"/>.</summary>
public sealed class WriteUnit(DbConnection connection, Dialect dialect, Instant now)
{
    private static readonly AsyncLocal<bool> Inside = new();

    private List<Action>? _afterCommit;
    private List<NpgsqlBatchCommand>? _atCommit;

    public DbConnection Connection { get; } = connection;

    public Dialect Dialect { get; } = dialect;

    /// <summary>The moment at which the unit began; take it for all rows that the unit writes.</summary>
    public Instant Now { get; } = now;

    /// <summary>Chooses between the two spellings of a statement.</summary>
    public string Pick(string sqlite, string postgres) => Dialect == Dialect.Sqlite ? sqlite : postgres;

    /// <summary>
    /// Holds further keys until the end of the unit, for what only its own reads make known. What is read after this is what others who hold
    /// the same key have committed. Take them last and all at once; two units that still wait for each other run again.
    /// </summary>
    public async Task AlsoHoldAsync(IEnumerable<string> keys)
    {
        if (Dialect == Dialect.Postgres)
            await PostgresDatabase.LockAsync((NpgsqlConnection)Connection, WriteKeys.Of([.. keys]).Sorted);
    }

    /// <summary>
    /// On PostgreSQL, leaves a statement whose outcome nobody asks for: all of them go to the server together with the commit, in one round trip.
    /// They come after all that the unit runs itself.
    /// </summary>
    public void WithCommit(NpgsqlBatchCommand statement) => (_atCommit ??= []).Add(statement);

    /// <summary>Sends those statements now, for a unit that reads what they wrote.</summary>
    public async Task SendWaitingAsync()
    {
        if (_atCommit is not { } waiting)
            return;
        _atCommit = null;
        await using var batch = new NpgsqlBatch((NpgsqlConnection)Connection);
        foreach (var statement in waiting)
            batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync();
    }

    internal IReadOnlyList<NpgsqlBatchCommand>? AtCommit => _atCommit;

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

using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ringpost.Storage.Batches;

/// <summary>
/// The hot path's way to the database: items that arrive while a batch is being committed make up the next one, so that one commit carries
/// many without any waiting for company (architecture 4.1). 1 ask for a transaction where none is asked for yet, 2 when it has begun take
/// all items that wait, 3 write them, 4 after the commit hand each its outcome.
/// </summary>
public sealed class BatchLane<TItem, TOutcome> : IAsyncDisposable
{
    private const int LargestBatch = 256;

    // Measured: a second writer gives PostgreSQL half as much again, a third nothing (stack.md). On SQLite one batch is kept by the disk, one
    // runs, and one is ready behind it.
    private const int PostgresWriters = 2,
        SqliteWriters = 3;

    private readonly Database _database;
    private readonly BatchWriter<TItem, TOutcome> _writer;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<PendingItem<TItem, TOutcome>> _waiting;
    private readonly SemaphoreSlim _writers;
    private readonly TaskCompletionSource _allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isAskedFor;
    private int _unanswered = 1;

    public BatchLane(Database database, BatchWriter<TItem, TOutcome> writer, StorageOptions options, TimeProvider time)
    {
        (_database, _writer, _options, _time) = (database, writer, options, time);
        _writers = new SemaphoreSlim(database.Dialect == Dialect.Sqlite ? SqliteWriters : PostgresWriters);
        _waiting = Channel.CreateBounded<PendingItem<TItem, TOutcome>>(options.LongestQueue);
    }

    /// <summary>Completes with the item's outcome once its batch is durable.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was stored; the sender may repeat.</exception>
    public Task<TOutcome> SubmitAsync(TItem item)
    {
        if (_waiting.Reader.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.QueuedAt) > _options.LongestWait)
            return Task.FromException<TOutcome>(new StorageUnavailableException("Batches wait too long."));
        var pending = new PendingItem<TItem, TOutcome>(item, _time.GetTimestamp());
        Interlocked.Increment(ref _unanswered);
        if (!_waiting.Writer.TryWrite(pending))
        {
            Answered(1);
            return Task.FromException<TOutcome>(new StorageUnavailableException("Too many items are waiting."));
        }

        AskForTransaction();
        return pending.Task;
    }

    /// <summary>One that is asked for and has not begun will take this item as well.</summary>
    private void AskForTransaction()
    {
        if (Interlocked.Exchange(ref _isAskedFor, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        await _writers.WaitAsync();
        var batch = new List<PendingItem<TItem, TOutcome>>();
        try
        {
            await WriteAsync(batch);
        }
        catch (Exception e) when (batch.Count > 1 && e is not StorageUnavailableException)
        {
            // One item that can't be stored must not take its neighbours with it.
            foreach (var pending in batch)
                await WriteAloneAsync(pending);
        }
        catch (Exception e)
        {
            // The transaction may not even have begun.
            Take(batch);
            Fail(batch, e);
        }
        finally
        {
            _writers.Release();
        }
    }

    private async Task WriteAloneAsync(PendingItem<TItem, TOutcome> pending)
    {
        List<PendingItem<TItem, TOutcome>> alone = [pending];
        try
        {
            await WriteAsync(alone);
        }
        catch (Exception e)
        {
            Fail(alone, e);
        }
    }

    private Task WriteAsync(List<PendingItem<TItem, TOutcome>> batch) =>
        _database.WriteBatchAsync(async unit =>
        {
            // A transaction that runs again writes the same items again.
            if (batch.Count == 0)
                Take(batch);
            if (batch.Count == 0)
                return false;
            var items = new TItem[batch.Count];
            for (var i = 0; i < items.Length; i++)
                items[i] = batch[i].Item;
            var outcomes =
                unit.Dialect == Dialect.Sqlite
                    ? await _writer.WriteSqliteAsync(items, (SqliteConnection)unit.Connection, unit)
                    : await _writer.WritePostgresAsync(items, (NpgsqlConnection)unit.Connection, unit);
            if (outcomes.Length != items.Length)
                throw new InvalidOperationException($"{items.Length} items gave {outcomes.Length} outcomes.");
            unit.AfterCommit(() => BatchAnswers<TItem, TOutcome>.Give(batch, outcomes, Answered));
            return true;
        });

    private void Take(List<PendingItem<TItem, TOutcome>> batch)
    {
        // Before the first look: who comes after the last one must ask anew.
        Volatile.Write(ref _isAskedFor, 0);
        Interlocked.MemoryBarrier();
        while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var pending))
            batch.Add(pending);
        if (_waiting.Reader.TryPeek(out _))
            AskForTransaction();
    }

    private void Fail(List<PendingItem<TItem, TOutcome>> batch, Exception cause)
    {
        foreach (var pending in batch)
            if (pending.TrySetException(cause))
                Answered(1);
    }

    private void Answered(int count)
    {
        if (Interlocked.Add(ref _unanswered, -count) == 0)
            _allAnswered.TrySetResult();
    }

    /// <summary>Finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        // The count began at one, so that it reaches zero only once nothing more is taken.
        if (_waiting.Writer.TryComplete())
            Answered(1);
        await _allAnswered.Task;
    }
}

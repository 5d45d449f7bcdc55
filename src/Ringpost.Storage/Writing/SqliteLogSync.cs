using System.Collections.Concurrent;

namespace Ringpost.Storage.Writing;

/// <summary>
/// Has the disk keep what was committed, on a thread of its own, and completes the writes then: while the disk works the writer runs the next
/// group (decision 0008). One sync keeps all that was committed before it began.
/// </summary>
internal sealed class SqliteLogSync(Action<List<QueuedWrite>> kept, Action<List<QueuedWrite>, Exception> lost) : IAsyncDisposable
{
    private readonly BlockingCollection<(List<QueuedWrite> Group, SqliteFile Log)> _committed = [];
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _idle = new(true);
    private int _open;
    private Task? _loop;
    private bool _isClosed;
    private volatile bool _hasFailed;

    /// <summary>
    /// A sync failed. What it covered may be on the disk or not, and a later sync would not tell (Linux forgets the failure), so that nothing
    /// is kept before <see cref="BeginAnew"/>.
    /// </summary>
    public bool HasFailed => _hasFailed;

    /// <summary>When all that the log holds was copied into the database file and synced there.</summary>
    public void BeginAnew() => _hasFailed = false;

    /// <summary>For a group whose frames are in the log.</summary>
    public void Keep(List<QueuedWrite> group, SqliteFile log)
    {
        _loop ??= Detached.RunOnOwnThread(Loop);
        lock (_lock)
        {
            _open++;
            _idle.Reset();
        }

        _committed.Add((group, log));
    }

    /// <summary>Until all that was handed in is answered; before a connection is closed.</summary>
    public void WaitUntilIdle() => _idle.Wait();

    private void Loop()
    {
        var groups = new List<List<QueuedWrite>>();
        foreach (var first in _committed.GetConsumingEnumerable())
        {
            groups.Add(first.Group);
            var log = first.Log;
            // Another connection has another log file; it is never opened before the last group of this one is answered.
            while (_committed.TryTake(out var next))
                groups.Add(next.Group);
            Answer(groups, !_hasFailed && log.TrySync());
            groups.Clear();
        }
    }

    private void Answer(List<List<QueuedWrite>> groups, bool isKept)
    {
        _hasFailed |= !isKept;
        foreach (var group in groups)
            if (isKept)
                kept(group);
            else
                lost(group, new IOException("The disk did not keep the write-ahead log."));
        lock (_lock)
        {
            _open -= groups.Count;
            if (_open == 0)
                _idle.Set();
        }
    }

    /// <summary>Finishes what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _committed.CompleteAdding();
        if (_loop is not null)
            await _loop;
        _committed.Dispose();
        _idle.Dispose();
    }
}

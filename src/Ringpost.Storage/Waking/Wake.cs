namespace Ringpost.Storage.Waking;

/// <summary>
/// Wakes the workers that wait for a topic: this node's at once, other nodes' through <see cref="WakeWorker"/>. A wake may be lost or come
/// for nothing; the worker's poll is the truth (architecture 4.4).
/// </summary>
public sealed class Wake(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outgoing = new(StringComparer.Ordinal);
    private TaskCompletionSource _hasOutgoing = NewSource();

    /// <summary>Call it after the commit: <c>unit.AfterCommit(() =&gt; wake.Raise("deliveries"))</c>.</summary>
    public void Raise(string topic)
    {
        RaiseHere(topic);
        lock (_lock)
        {
            _outgoing.Add(topic);
            _hasOutgoing.TrySetResult();
        }
    }

    /// <summary>
    /// Completes when the topic is raised or <paramref name="atMost"/> is over. A raise that found nobody waiting is kept for the next one
    /// who waits, so that none falls between a worker's look and its wait.
    /// </summary>
    public async Task WaitAsync(string topic, TimeSpan atMost, CancellationToken cancellation)
    {
        Task raised;
        lock (_lock)
        {
            var entry = Topic_NeedsLock(topic);
            if (entry.IsRaised)
            {
                entry.IsRaised = false;
                return;
            }

            raised = (entry.Waiters ??= NewSource()).Task;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(raised, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    internal void RaiseHere(string topic)
    {
        TaskCompletionSource? waiters;
        lock (_lock)
        {
            var entry = Topic_NeedsLock(topic);
            (waiters, entry.Waiters) = (entry.Waiters, null);
            entry.IsRaised = waiters is null;
        }

        waiters?.TrySetResult();
    }

    /// <summary>After a gap in listening: anything may have been missed.</summary>
    internal void RaiseAllHere()
    {
        string[] topics;
        lock (_lock)
            topics = [.. _topics.Keys];
        foreach (var topic in topics)
            RaiseHere(topic);
    }

    /// <summary>The topics that were raised here since the last call; waits for the first.</summary>
    internal async Task<string[]> TakeOutgoingAsync(CancellationToken cancellation)
    {
        Task any;
        lock (_lock)
            any = _hasOutgoing.Task;
        await any.WaitAsync(cancellation);
        lock (_lock)
        {
            string[] topics = [.. _outgoing];
            _outgoing.Clear();
            _hasOutgoing = NewSource();
            return topics;
        }
    }

    private Topic Topic_NeedsLock(string topic)
    {
        if (!_topics.TryGetValue(topic, out var entry))
            _topics[topic] = entry = new Topic();
        return entry;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Topic
    {
        public bool IsRaised { get; set; }

        public TaskCompletionSource? Waiters { get; set; }
    }
}

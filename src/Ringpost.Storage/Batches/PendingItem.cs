namespace Ringpost.Storage.Batches;

/// <summary>An item that waits for its batch, and the answer that its sender waits for.</summary>
internal sealed class PendingItem<TItem, TOutcome>(TItem item, long queuedAt) : TaskCompletionSource<TOutcome>
{
    public TItem Item { get; } = item;

    public long QueuedAt { get; } = queuedAt;
}

/// <summary>
/// Hands the outcomes of a batch to those who wait: on the thread pool, since the lane has the next batch to write, and some dozens in a row on
/// one thread, since waking a thread for each costs more than most of them do.
/// </summary>
internal sealed class BatchAnswers<TItem, TOutcome> : IThreadPoolWorkItem
{
    private const int Smallest = 16;

    private readonly List<PendingItem<TItem, TOutcome>> _batch;
    private readonly TOutcome[] _outcomes;
    private readonly Action<int> _answered;
    private readonly int _from;
    private readonly int _to;

    private BatchAnswers(List<PendingItem<TItem, TOutcome>> batch, TOutcome[] outcomes, Action<int> answered, int from, int to) =>
        (_batch, _outcomes, _answered, _from, _to) = (batch, outcomes, answered, from, to);

    public static void Give(List<PendingItem<TItem, TOutcome>> batch, TOutcome[] outcomes, Action<int> answered)
    {
        var share = Math.Max(Smallest, (batch.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        for (var from = 0; from < batch.Count; from += share)
            ThreadPool.UnsafeQueueUserWorkItem(
                new BatchAnswers<TItem, TOutcome>(batch, outcomes, answered, from, Math.Min(batch.Count, from + share)),
                preferLocal: false
            );
    }

    public void Execute()
    {
        for (var i = _from; i < _to; i++)
            _batch[i].TrySetResult(_outcomes[i]);
        _answered(_to - _from);
    }
}

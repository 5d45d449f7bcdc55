namespace Ringpost.Storage.Writing;

/// <summary>A unit of work that waits for the writer, and the answer that its caller waits for.</summary>
internal abstract class QueuedWrite(long queuedAt)
{
    public long QueuedAt { get; } = queuedAt;

    /// <summary>The caller has its answer, a failure: the unit must not run again.</summary>
    public abstract bool IsAnswered { get; }

    public abstract Task RunAsync(WriteUnit unit);

    /// <summary>Called after the commit only. Returns what the steps after the commit threw.</summary>
    public abstract IEnumerable<Exception> Complete();

    public abstract void Fail(Exception cause);
}

internal sealed class QueuedWrite<T>(Func<WriteUnit, Task<T>> work, long queuedAt, CancellationToken cancellation) : QueuedWrite(queuedAt)
{
    // Continuations must not run on the writer's thread: it has the next group to commit.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private WriteUnit? _unit;

    public Task<T> Answer => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override async Task RunAsync(WriteUnit unit)
    {
        // Whoever gave up while waiting is spared; once begun, a unit is finished.
        cancellation.ThrowIfCancellationRequested();
        _unit = unit;
        _result = await unit.RunAsync(work);
    }

    public override IEnumerable<Exception> Complete()
    {
        var failures = _unit!.Committed();
        _answer.TrySetResult(_result!);
        return failures;
    }

    public override void Fail(Exception cause)
    {
        if (cause is OperationCanceledException)
            _answer.TrySetCanceled(cancellation);
        else
            _answer.TrySetException(cause);
    }
}

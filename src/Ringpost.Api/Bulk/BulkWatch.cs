namespace Ringpost.Api.Bulk;

/// <summary>Sees how far a bulk change has come, and stops it before its next row: what was done stays.</summary>
/// <param name="onRow">Called after each row.</param>
public sealed class BulkWatch(Action<BulkWatch> onRow)
{
    private volatile int _done;
    private volatile bool _stopped;

    /// <summary>How many rows it has come to its end with, changed or not.</summary>
    public int Done => _done;

    public bool IsStopped => _stopped;

    public void Stop() => _stopped = true;

    internal void Count(int done)
    {
        _done = done;
        onRow(this);
    }
}

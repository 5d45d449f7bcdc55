namespace Ringpost.Storage.Writing;

/// <summary>Starts a loop that outlives its first caller, without that caller's ambient context (trace, culture, request).</summary>
internal static class Detached
{
    public static Task Run(Func<Task> loop)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(loop);
    }

    /// <summary>For a loop that waits for the disk.</summary>
    public static Task RunOnOwnThread(Action loop)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Factory.StartNew(loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}

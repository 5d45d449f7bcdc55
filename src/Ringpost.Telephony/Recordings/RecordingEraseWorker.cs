using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.CallTracking.Recordings;

namespace Ringpost.Telephony.Recordings;

/// <summary>
/// Deletes the copies of erased callers, with what a killed copier left of them. One that a copier may still be making is due when its time is
/// over; a store that says no is asked again.
/// </summary>
internal sealed class RecordingEraseWorker(
    RecordingCopies copies,
    RecordingStores stores,
    TimeProvider time,
    ILogger<RecordingEraseWorker> log
) : BackgroundService
{
    private const int Batch = 20;

    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunAsync(stoppingToken) == Batch)
                {
                    // More may be due.
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                TelephonyLog.RecordingsFailed(log, e.Message);
            }
        }
    }

    /// <summary>One round; how many were due.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var due = await copies.ErasingAsync(Batch, cancellation);
        foreach (var copy in due)
        {
            try
            {
                stores.DropPart(copy.CallId);
                if (await stores.FindAsync(copy.Store, cancellation) is { } store)
                    await store.DeleteAsync(copy.Name, cancellation);
            }
            catch (Exception e) when (StoreFault.Is(e))
            {
                TelephonyLog.RecordingsFailed(log, e.Message);
                await copies.EraseLaterAsync(copy.CallId, Wait, cancellation);
                continue;
            }

            await copies.ErasedAsync(copy.CallId, cancellation);
            TelephonyLog.Purged(log, copy.CallId.Value);
        }

        return due.Count;
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.CallTracking.Recordings;
using Ringpost.Storage.Leases;

namespace Ringpost.Telephony.Recordings;

/// <summary>Deletes copies and links whose time is over: the copy first, so that none is left that nobody knows of. On one node at a time.</summary>
internal sealed class RecordingPurgeWorker(
    RecordingCopies copies,
    RecordingStores stores,
    Leases leases,
    TimeProvider time,
    ILogger<RecordingPurgeWorker> log
) : BackgroundService
{
    private const int Batch = 100;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await leases.TryTakeAsync("recording-purge", Every * 2.5, stoppingToken))
                    while (await RunAsync(stoppingToken) >= Batch)
                    {
                        // More may have expired.
                    }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                TelephonyLog.RecordingsFailed(log, e.Message);
            }
        }
    }

    /// <summary>One batch; how many are gone. One that can't be deleted now stays for the next round.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var gone = 0;
        foreach (var copy in await copies.ExpiredAsync(Batch, cancellation))
        {
            try
            {
                if (await stores.FindAsync(copy.Store, cancellation) is { } store)
                    await store.DeleteAsync(copy.Name, cancellation);
            }
            catch (Exception e) when (StoreFault.Is(e))
            {
                TelephonyLog.RecordingsFailed(log, e.Message);
                continue;
            }

            await copies.PurgedAsync(copy.CallId, cancellation);
            TelephonyLog.Purged(log, copy.CallId.Value);
            gone++;
        }

        return gone;
    }
}

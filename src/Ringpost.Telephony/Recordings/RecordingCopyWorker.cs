using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Recordings;

namespace Ringpost.Telephony.Recordings;

/// <summary>
/// Copies recordings: 1 claim what is due, 2 fetch from the carrier to a file on the way, 3 put it into its store, 4 tell the call. A node that
/// dies in between leaves a claim that runs out, and another copies it again under the same name.
/// </summary>
internal sealed class RecordingCopyWorker(
    FinishRecordingCopy finish,
    RecordingCopies copies,
    CarrierMedia media,
    RecordingStores stores,
    IOptions<RecordingOptions> options,
    TimeProvider time,
    ILogger<RecordingCopyWorker> log
) : BackgroundService
{
    private const int AtOnce = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunAsync(stoppingToken) == AtOnce)
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

    /// <summary>One round; how many were claimed.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var claimed = await finish.ClaimAsync(AtOnce, cancellation);
        await Task.WhenAll(claimed.Select(c => CopyAsync(c, cancellation)));
        return claimed.Count;
    }

    private async Task CopyAsync(ClaimedRecording claimed, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.Value.CopyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        FetchedMedia fetched;
        try
        {
            fetched = await TryAsync(claimed, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            fetched = FetchedMedia.Failed($"It took longer than {options.Value.CopyTimeout} (Recordings:CopyTimeout).");
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            fetched = FetchedMedia.Failed($"The store did not take it: {e.Message}");
        }

        if (fetched.Error is { } error)
        {
            TelephonyLog.NotCopied(log, claimed.CallId.Value, claimed.Attempts, error);
            await finish.FailedAsync(claimed, error, fetched.CanHelp, cancellation);
            return;
        }

        await finish.CopiedAsync(claimed, fetched.ContentType, fetched.Bytes, cancellation);
        if (await copies.IsErasedAsync(claimed.CallId, cancellation))
        {
            await DropAsync(claimed, cancellation);
            return;
        }

        TelephonyLog.Copied(log, claimed.CallId.Value, fetched.Bytes);
    }

    /// <summary>The caller was erased while it was copied. Where this fails, the copy goes when the claim is over.</summary>
    private async Task DropAsync(ClaimedRecording claimed, CancellationToken cancellation)
    {
        try
        {
            if (await stores.FindAsync(claimed.Store, cancellation) is { } store)
                await store.DeleteAsync(claimed.Name, cancellation);
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            TelephonyLog.RecordingsFailed(log, e.Message);
        }
    }

    private async Task<FetchedMedia> TryAsync(ClaimedRecording claimed, CancellationToken cancellation)
    {
        if (await stores.FindAsync(claimed.Store, cancellation) is not { } store)
            return FetchedMedia.Failed("No bucket is set up.");
        var part = stores.PartOf(claimed.CallId);
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        await using var file = new FileStream(
            part,
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            64 * 1024,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        var fetched = await media.FetchAsync(claimed.CarrierId, claimed.SourceUrl, file, cancellation);
        if (fetched.Error is not null)
            return fetched;
        file.Position = 0;
        await store.PutAsync(claimed.Name, fetched.ContentType, file, cancellation);
        return fetched;
    }
}

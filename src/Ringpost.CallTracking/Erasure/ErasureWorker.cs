using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.Storage;
using Ringpost.Storage.Leases;

namespace Ringpost.CallTracking.Erasure;

/// <summary>Walks through everything for each erasure, and again when nothing of the first walk's time can be on its way. On one node at a time.</summary>
internal sealed partial class ErasureWorker(
    Database database,
    ErasureWalk walk,
    Leases leases,
    IOptions<ErasureOptions> options,
    TimeProvider time,
    ILogger<ErasureWorker> log
) : BackgroundService
{
    /// <summary>Two nodes that walk at once do no harm.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        }
    }

    internal async Task RunAsync(CancellationToken cancellation)
    {
        var due = await database.ReadAsync(c => CallerErasuresSql.DueAsync(c, database.Now), cancellation);
        foreach (var erasure in due)
        {
            if (!await leases.TryTakeAsync("caller-erasure", Lease, cancellation))
                return;
            var isFirst = erasure.Walks == 0;
            await walk.RunAsync(erasure, isFirst ? database.Now + options.Value.WalkAgainAfter : null, cancellation);
            LogWalked(log, erasure.Id.Value, erasure.Walks + 1);
        }

        if (due.Count > 0)
            await leases.ReleaseAsync("caller-erasure");
    }

    [LoggerMessage(
        EventId = 1300,
        Level = LogLevel.Information,
        Message = "Erasure {Id}: everything was walked through for the {Walk}. time"
    )]
    private static partial void LogWalked(ILogger log, string id, long walk);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "An erasure could not go on; it is tried again: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

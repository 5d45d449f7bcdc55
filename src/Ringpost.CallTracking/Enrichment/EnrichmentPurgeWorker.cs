using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Enrichment;

/// <summary>Deletes what was sent about callers who did not call in time.</summary>
internal sealed partial class EnrichmentPurgeWorker(Database database, TimeProvider time, ILogger<EnrichmentPurgeWorker> log)
    : BackgroundService
{
    private const int Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await RunAsync(stoppingToken) == Batch)
                {
                    // More may be left.
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        }
    }

    internal Task<int> RunAsync(CancellationToken cancellation) =>
        database.WriteAsync(WriteKeys.None, unit => EnrichmentsSql.PurgeAsync(unit, Batch), cancellation);

    [LoggerMessage(EventId = 2310, Level = LogLevel.Warning, Message = "Expired enrichments could not be deleted: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Storage.Leases;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// Folds what waits every few seconds, on one node. Under load the rounds of a minute only merge what waits, and the last one adds it to the
/// rollups: most of it falls into the same cells, and a report reads what waits anyway.
/// </summary>
internal sealed partial class ReportFoldWorker(FoldDeltas fold, Leases leases, TimeProvider time, ILogger<ReportFoldWorker> log)
    : BackgroundService
{
    private const string Lease = "report-fold";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    /// <summary>A minute.</summary>
    private const int RoundsUntilSettled = 20;

    private static readonly TimeSpan Held = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        for (var round = 1; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            try
            {
                while (await fold.HasWorkAsync(stoppingToken) && await leases.TryTakeAsync(Lease, Held, stoppingToken))
                    if (!await fold.RunAsync(settle: round % RoundsUntilSettled == 0, stoppingToken))
                        break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        }
    }

    [LoggerMessage(
        EventId = 3070,
        Level = LogLevel.Warning,
        Message = "Report deltas could not be folded; reports read them as they are: {Cause}"
    )]
    private static partial void LogFailed(ILogger log, string cause);
}

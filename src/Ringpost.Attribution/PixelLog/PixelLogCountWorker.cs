using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>Folds what the batches left for the pixel log's numbers into their table, some hundred batches at a time.</summary>
internal sealed partial class PixelLogCountWorker(Database database, TimeProvider time, ILogger<PixelLogCountWorker> log)
    : BackgroundService
{
    private const int Batch = 500;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
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

    /// <summary>How many batches were folded in. Nodes take turns by the unit's key.</summary>
    internal Task<int> RunAsync(CancellationToken cancellation) =>
        database.WriteAsync(
            WriteKeys.Of("pixel-log-counts"),
            async unit =>
            {
                var deltas = await PixelLogCountsSql.TakeAsync(unit, Batch);
                var sums = new Dictionary<PixelLogCount, long>();
                foreach (var delta in deltas)
                    PixelLogCounts.Add(sums, delta);
                await PixelLogCountsSql.AddAsync(unit, sums.Where(s => s.Value != 0));
                return deltas.Count;
            },
            cancellation
        );

    [LoggerMessage(
        EventId = 3091,
        Level = LogLevel.Warning,
        Message = "The pixel log's numbers could not be folded, they stay exact: {Cause}"
    )]
    private static partial void LogFailed(ILogger log, string cause);
}

using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Once;

/// <summary>Deletes the stored answers that are older than a repeat may be, some at a time.</summary>
internal sealed partial class OncePurgeWorker(Database database, TimeProvider time, ILogger<OncePurgeWorker> log) : BackgroundService
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
        database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    unit.Pick(
                        "DELETE FROM once WHERE rowid IN (SELECT rowid FROM once WHERE at <= @since ORDER BY at LIMIT @batch)",
                        "DELETE FROM once WHERE (scope, key) IN (SELECT scope, key FROM once WHERE at <= @since ORDER BY at LIMIT @batch FOR UPDATE SKIP LOCKED)"
                    ),
                    new { since = unit.Now - WriteOnce.Kept, batch = Batch }
                ),
            cancellation
        );

    [LoggerMessage(EventId = 140, Level = LogLevel.Warning, Message = "Old answers could not be deleted: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

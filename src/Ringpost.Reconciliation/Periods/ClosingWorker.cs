using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Reconciliation.Periods;

/// <summary>Goes on with a closing whose node is gone, on whichever node looks first.</summary>
internal sealed partial class ClosingWorker(Database database, PeriodClosing closing, TimeProvider time, ILogger<ClosingWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        do
        {
            try
            {
                if (await database.ReadAsync(PeriodsSql.LastAsync, stoppingToken) is { State: PeriodState.Closing } period)
                    await closing.RunAsync(period, Actor.System with { Name = period.By }, null, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 7000, Level = LogLevel.Error, Message = "The closing of a period could not go on; it is tried again: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

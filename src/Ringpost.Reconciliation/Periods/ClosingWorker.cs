using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.Periods;

/// <summary>Goes on with a closing whose node is gone, on whichever node looks first.</summary>
internal sealed partial class ClosingWorker(
    Database database,
    PeriodClosing closing,
    Identifiers identifiers,
    TimeProvider time,
    ILogger<ClosingWorker> log
) : BackgroundService
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
                    await GoOnAsync(period, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GoOnAsync(Period period, CancellationToken cancellation)
    {
        var runner = identifiers.TimeOrdered();
        if (await database.WriteAsync(WriteKeys.Of(PeriodsSql.Key), u => PeriodsSql.TakeAsync(u, period.Id, runner), cancellation))
            await closing.RunAsync(period, runner, Actor.System with { Name = period.By }, null, cancellation);
    }

    [LoggerMessage(EventId = 7000, Level = LogLevel.Error, Message = "The closing of a period could not go on; it is tried again: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

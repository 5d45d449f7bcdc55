using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Timers;

/// <summary>
/// Runs the handlers of due timers: 1 read what is due, 2 for each in a unit of its own: delete the timer and run its handler, 3 a
/// handler that fails leaves its timer in place, later and with one attempt more.
/// </summary>
internal sealed partial class TimerWorker(
    Database database,
    IEnumerable<TimerHandler> handlers,
    IServiceProvider services,
    TimeProvider time,
    ILogger<TimerWorker> log
) : BackgroundService
{
    private const int Batch = 200;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>How long a timer waits after its first, second… failure; the last repeats.</summary>
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
    ];

    private readonly Dictionary<string, TimerHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var handled = 0;
            try
            {
                handled = await RunDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogRoundFailed(log, e.Message);
            }

            if (handled < Batch)
                await Task.Delay(Poll, time, stoppingToken);
        }
    }

    /// <summary>One round; returns how many timers were due.</summary>
    internal async Task<int> RunDueAsync(CancellationToken cancellation)
    {
        if (_handlers.Count == 0)
            return 0;
        var due = await TimersSql.ListDueAsync(database, [.. _handlers.Keys], Batch, cancellation);
        // Beside each other, so that SQLite commits them as a group; few enough to leave PostgreSQL's connections to others.
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };
        await Parallel.ForEachAsync(due, options, async (timer, _) => await HandleAsync(timer));
        return due.Count;
    }

    private async Task HandleAsync(DueTimer timer)
    {
        var handler = _handlers[timer.Kind];
        try
        {
            await database.WriteAsync(
                handler.KeysOf(timer),
                async unit =>
                {
                    if (await TimersSql.TryDeleteAsync(unit, timer))
                        await handler.Handle(services, timer, unit);
                }
            );
        }
        catch (Exception e) when (e is not StorageUnavailableException)
        {
            LogHandlerFailed(log, e, timer.Kind, timer.Key, timer.Attempts + 1);
            var delay = Delays[Math.Min(timer.Attempts, Delays.Length - 1)];
            await database.WriteAsync(WriteKeys.None, unit => TimersSql.PostponeAsync(unit, timer, unit.Now + delay));
        }
    }

    [LoggerMessage(
        EventId = 120,
        Level = LogLevel.Error,
        Message = "The handler of timer {Kind} {Key} failed {Attempts} times; it runs again later"
    )]
    private static partial void LogHandlerFailed(ILogger log, Exception cause, string kind, string key, long attempts);

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "Due timers could not be run, they stay due: {Cause}")]
    private static partial void LogRoundFailed(ILogger log, string cause);
}

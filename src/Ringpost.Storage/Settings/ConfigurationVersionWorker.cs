using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ringpost.Storage.Settings;

/// <summary>Looks each second whether another node or process changed the configuration.</summary>
[EveryNode]
internal sealed partial class ConfigurationVersionWorker(
    Database database,
    ConfigurationVersion version,
    TimeProvider time,
    ILogger<ConfigurationVersionWorker> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            try
            {
                version.Observe(await database.ReadAsync(ConfigurationVersion.ReadAsync, stoppingToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What is known of the configuration stays in force.
                LogFailed(log, e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 141, Level = LogLevel.Warning, Message = "The configuration's version can't be read: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

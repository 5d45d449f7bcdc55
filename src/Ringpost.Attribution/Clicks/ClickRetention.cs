using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clicks;

/// <summary>Deletes clicks that are kept no longer, in small slices with a pause between them; one node at a time, by a lease.</summary>
internal sealed partial class ClickRetention(
    Database database,
    Snapshot<OfferConfiguration> configurations,
    Leases leases,
    IOptions<ClickOptions> options,
    TimeProvider time,
    ILogger<ClickRetention> log
) : BackgroundService
{
    private const string Lease = "click-retention";

    private const int Slice = 500;

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LeaseLasts = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Deletes all that is due; returns how many rows went.</summary>
    internal async Task<long> RunAsync(CancellationToken cancellation)
    {
        var days = Math.Max(options.Value.KeptDays, (await configurations.GetAsync(cancellation)).LongestCookieDays);
        var before = database.Now - TimeSpan.FromDays(days);
        var deleted = 0L;
        while (await leases.TryTakeAsync(Lease, LeaseLasts, cancellation))
        {
            var gone = await DeleteAsync(before, cancellation);
            deleted += gone;
            if (gone > 0)
            {
                await Task.Delay(Pause, time, cancellation);
                continue;
            }

            await leases.ReleaseAsync(Lease);
            break;
        }

        return deleted;
    }

    private Task<int> DeleteAsync(Instant before, CancellationToken cancellation) =>
        database.WriteAsync(
            WriteKeys.None,
            unit =>
                // Ids are made from the moment: a range of time is a range of the key.
                unit.Connection.ExecuteAsync(
                    "DELETE FROM clicks WHERE id IN (SELECT id FROM clicks WHERE id < @id ORDER BY id LIMIT @limit); "
                        + "DELETE FROM pixel_log_sessions WHERE pixel_log_id IN (SELECT pixel_log_id FROM pixel_log_sessions WHERE at < @before ORDER BY at LIMIT @limit)",
                    new
                    {
                        id = Identifiers.FirstNumber(before),
                        before,
                        limit = Slice,
                    }
                ),
            cancellation
        );

    [LoggerMessage(EventId = 3040, Level = LogLevel.Warning, Message = "Old clicks could not be deleted, they stay for now: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

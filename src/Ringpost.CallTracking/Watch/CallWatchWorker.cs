using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Watch;

/// <summary>Looks each minute whether calls go wrong, beside the calls and never in their way; on one node at a time.</summary>
internal sealed partial class CallWatchWorker(
    Database database,
    Snapshot<CallConfiguration> snapshot,
    Leases leases,
    TimeProvider time,
    ILogger<CallWatchWorker> log
) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(150);

    /// <summary>What holds and is not seen for so long is told anew when it comes again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>A cap stays met until its period is over, which may be a month: each period has a condition of its own.</summary>
    private static readonly AlertKind[] Watched =
    [
        AlertKind.CallCapMet,
        AlertKind.NoAnswer,
        AlertKind.Busy,
        AlertKind.TargetFails,
        AlertKind.UnassignedNumber,
        AlertKind.NoEligibleTarget,
    ];

    private Instant? _judgedHour;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                if (await leases.TryTakeAsync("call-watch", Lease, stoppingToken))
                    await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task RunAsync(CancellationToken cancellation)
    {
        var configuration = await snapshot.GetAsync(cancellation);
        var now = database.Now;
        var hour = new Instant(now.UnixMilliseconds / 3_600_000 * 3_600_000) - TimeSpan.FromHours(1);
        var facts = await database.ReadAsync(
            async c =>
            {
                var settings = await WatchSettings.ReadAsync(c);
                var since = now - TimeSpan.FromMinutes(settings.WithinMinutes);
                return new WatchFacts(
                    configuration,
                    settings,
                    await CallWatchSql.LegsAsync(c, since),
                    await CallWatchSql.CampaignsAsync(c, since),
                    [.. (await CapsNowSql.BoardAsync(c, configuration, now, database.Dialect)).Stands.Where(s => !s.LetsIn(most: 0))],
                    hour == _judgedHour ? null : await CallWatchSql.HoursAsync(c, hour)
                );
            },
            cancellation
        );
        var drafts = CallWatchRule.Judge(facts, now).ToList();
        await database.WriteAsync(
            WriteKeys.Of("call-watch"),
            async unit =>
            {
                foreach (var draft in drafts)
                    await (draft.Ended ? Alerting.EndAsync(unit, draft) : Alerting.BeginAsync(unit, draft));
                await Alerting.ForgetAsync(unit, Watched, unit.Now - Remembered);
            },
            cancellation
        );
        _judgedHour = hour;
    }

    [LoggerMessage(EventId = 1320, Level = LogLevel.Warning, Message = "Calls could not be watched; it is tried again: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Records;

/// <summary>Reads the books of every carrier with an API key each <see cref="TelephonyOptions.SyncEvery"/>, on one node at a time.</summary>
internal sealed class CarrierSyncWorker(
    CarrierAccounts accounts,
    SyncCarrier sync,
    Database database,
    Leases leases,
    IOptions<TelephonyOptions> options,
    TimeProvider time,
    ILogger<CarrierSyncWorker> log
) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.SyncEvery <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(options.Value.SyncEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await leases.TryTakeAsync("carrier-sync", options.Value.SyncEvery * 2.5, stoppingToken))
                    await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                TelephonyLog.NotSynced(log, "any", e.Message);
            }
        }
    }

    /// <summary>One round over all carriers; what one of them does wrong holds no other up.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var id in await accounts.ListAsync(cancellation))
        {
            var carrier = await database.ReadAsync(c => CarriersSql.FindAsync(c, id), cancellation);
            var read = carrier?.SyncedUntil is { } until ? new Instant(until) : database.Now;
            var since = read - options.Value.SyncOverlap;
            if (since < database.Now - Longest)
                since = database.Now - Longest;
            var result = await sync.RunAsync(id, since, dryRun: false, cancellation);
            if (!result.IsOk)
                TelephonyLog.NotSynced(log, id.Value, result.Refusal.Message);
        }
    }
}

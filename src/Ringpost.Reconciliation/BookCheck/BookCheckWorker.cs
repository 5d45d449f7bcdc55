using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>Checks the books each night after three, on one node; a night that was missed is made up for by the next look.</summary>
internal sealed partial class BookCheckWorker(
    Database database,
    Snapshot<Instance> instance,
    CheckBooks check,
    Leases leases,
    TimeProvider time,
    ILogger<BookCheckWorker> log
) : BackgroundService
{
    private const string Lease = "book-check";

    private const int Hour = 3;

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Held = TimeSpan.FromHours(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunIfDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        }
    }

    /// <summary>True where it ran.</summary>
    internal async Task<bool> RunIfDueAsync(CancellationToken cancellation)
    {
        var zone = (await instance.GetAsync(cancellation)).Zone;
        var today = DateOnly.FromDateTime(TimeZones.InZone(database.Now, zone).DateTime);
        var due = TimeZones.StartOfDay(today, zone) + TimeSpan.FromHours(Hour);
        if (database.Now < due || await IsDoneAsync(due, cancellation) || !await leases.TryTakeAsync(Lease, Held, cancellation))
            return false;
        try
        {
            if (await IsDoneAsync(due, cancellation))
                return false;
            var run = (await check.RunAsync(Actor.System, cancellation)).Value;
            if (run.IsClean)
                LogClean(log, run.Amounts);
            else
                LogDiffers(log, run.Count, run.Amounts);
            return true;
        }
        finally
        {
            await leases.ReleaseAsync(Lease);
        }
    }

    private async Task<bool> IsDoneAsync(Instant due, CancellationToken cancellation) =>
        await database.ReadAsync(BookCheckSql.LastAsync, cancellation) is { } last && last.StartedAt >= due;

    [LoggerMessage(EventId = 7010, Level = LogLevel.Information, Message = "The books add up: {Amounts} amounts were looked at")]
    private static partial void LogClean(ILogger log, long amounts);

    [LoggerMessage(EventId = 7011, Level = LogLevel.Error, Message = "The books do not add up: {Count} differences in {Amounts} amounts")]
    private static partial void LogDiffers(ILogger log, long count, long amounts);

    [LoggerMessage(EventId = 7012, Level = LogLevel.Warning, Message = "The books could not be checked; it is tried again: {Cause}")]
    private static partial void LogFailed(ILogger log, string cause);
}

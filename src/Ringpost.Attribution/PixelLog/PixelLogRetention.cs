using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// Deletes what the pixel log keeps no longer, in slices so small that ingest goes on between them; one node at a time, by a lease.
/// Conversions stay: they only lose the link to their request.
/// </summary>
internal sealed partial class PixelLogRetention(
    Database database,
    Leases leases,
    IOptions<PixelLogOptions> options,
    TimeProvider time,
    ILogger<PixelLogRetention> log
) : BackgroundService
{
    internal const string Lease = "pixel-log-retention";

    private const int Smallest = 100;

    private const int Largest = 4000;

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LeaseLasts = TimeSpan.FromMinutes(1);

    /// <summary>What a slice may take: above it the next one is halved, well below it doubled.</summary>
    private static readonly TimeSpan Goal = TimeSpan.FromMilliseconds(40);

    /// <summary>The writers' turn between two slices.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private int _slice = 500;

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

    /// <summary>Deletes all that is due; returns how many rows of the log went. None where another node is at it.</summary>
    internal async Task<long> RunAsync(CancellationToken cancellation)
    {
        var deleted = 0L;
        var before = database.Now - TimeSpan.FromDays(options.Value.KeptDays);
        while (await leases.TryTakeAsync(Lease, LeaseLasts, cancellation))
        {
            var began = time.GetTimestamp();
            var (slice, limit) = (0, _slice);
            while (slice < 50 && await DeleteAsync(before, limit, cancellation) is var gone and > 0)
            {
                deleted += gone;
                slice++;
                limit = _slice = Next(limit, time.GetElapsedTime(began));
                await Task.Delay(Pause, time, cancellation);
                began = time.GetTimestamp();
            }

            if (slice == 50)
                continue;
            await leases.ReleaseAsync(Lease);
            break;
        }

        if (deleted > 0)
            LogDeleted(log, deleted, options.Value.KeptDays);
        return deleted;
    }

    internal static int Next(int slice, TimeSpan took) =>
        took > Goal ? Math.Max(Smallest, slice / 2)
        : took < Goal / 4 ? Math.Min(Largest, slice * 2)
        : slice;

    private Task<int> DeleteAsync(Instant before, int limit, CancellationToken cancellation) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var at = new
                {
                    before,
                    limit,
                    quarter = PixelLogCounts.QuarterOf(before),
                    minute = before.UnixMilliseconds / 60_000,
                };
                // The numbers and the refusals of a time go with its rows, or a moment before.
                var gone = 0;
                foreach (var statement in Statements)
                    gone += await unit.Connection.ExecuteAsync(statement, at);
                return gone;
            },
            cancellation
        );

    private static readonly string[] Statements =
    [
        "DELETE FROM pixel_log WHERE id IN (SELECT id FROM pixel_log WHERE at < @before ORDER BY at, id LIMIT @limit)",
        "DELETE FROM pixel_log_counts WHERE (quarter, offer_id, outcome, whitelisted) IN "
            + "(SELECT quarter, offer_id, outcome, whitelisted FROM pixel_log_counts WHERE quarter < @quarter ORDER BY quarter LIMIT @limit)",
        "DELETE FROM rate_limit_refusals WHERE (ip, minute) IN "
            + "(SELECT ip, minute FROM rate_limit_refusals WHERE minute < @minute ORDER BY minute LIMIT @limit)",
    ];

    [LoggerMessage(
        EventId = 3092,
        Level = LogLevel.Information,
        Message = "Deleted {Rows} rows of the pixel log that were older than {Days} days"
    )]
    private static partial void LogDeleted(ILogger log, long rows, int days);

    [LoggerMessage(
        EventId = 3093,
        Level = LogLevel.Warning,
        Message = "Old rows of the pixel log could not be deleted, they stay for now: {Cause}"
    )]
    private static partial void LogFailed(ILogger log, string cause);
}

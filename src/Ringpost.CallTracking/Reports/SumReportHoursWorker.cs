using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ringpost.Storage.Leases;

namespace Ringpost.CallTracking.Reports;

/// <summary>Adds up the hours that are due each minute, on one node at a time; until then reports count their calls.</summary>
internal sealed partial class SumReportHoursWorker(SumReportHours sum, Leases leases, TimeProvider time, ILogger<SumReportHoursWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(150);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                while (await leases.TryTakeAsync("call-report", Lease, stoppingToken) && await sum.RunAsync(stoppingToken)) { }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(log, e.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(
        EventId = 1330,
        Level = LogLevel.Warning,
        Message = "Hours of calls could not be added up; reports count their calls, and it is tried again: {Cause}"
    )]
    private static partial void LogFailed(ILogger log, string cause);
}

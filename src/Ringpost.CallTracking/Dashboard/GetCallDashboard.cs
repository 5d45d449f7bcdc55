using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Dashboard;

/// <summary>Today against yesterday, by hour, with the campaigns and publishers that have the most calls.</summary>
public sealed class GetCallDashboard(Database database, CallReport report)
{
    private const int Top = 5;

    /// <param name="zone">Whose day; the instance's where absent.</param>
    public async Task<Result<CallDashboard>> RunAsync(Actor actor, string? zone = null, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var instance = await database.ReadAsync(Instance.ReadAsync, cancellation);
        var days = instance.Zone;
        if (!string.IsNullOrWhiteSpace(zone) && !TimeZones.TryFind(zone, out days))
            return new Invalid("zone", "A zone's name, as America/New_York.");

        var now = database.Now;
        var today = DateOnly.FromDateTime(TimeZones.InZone(now, days).DateTime);
        var midnight = TimeZones.StartOfDay(today, days);
        var before = TimeZones.StartOfDay(today.AddDays(-1), days);
        Task<Result<CallReportTable>> CountAsync(CallReportGrouping by, Instant from, Instant to) =>
            report.RunAsync(actor, new($"{from}", $"{to}", by.ToString(), days.Id), cancellation);

        // A report's range ends before its last moment: the call of this millisecond is in it.
        var end = now + TimeSpan.FromMilliseconds(1);
        var hours = await CountAsync(CallReportGrouping.Hour, before, end);
        var byNow = await CountAsync(CallReportGrouping.Hour, before, SameTime(now, today.AddDays(-1), days, midnight));
        var campaigns = await CountAsync(CallReportGrouping.CallCampaign, midnight, end);
        var publishers = await CountAsync(CallReportGrouping.Publisher, midnight, end);
        foreach (var result in (Result<CallReportTable>[])[hours, byNow, campaigns, publishers])
            if (!result.IsOk)
                return result.Refusal;

        var live = await database.ReadAsync(
            c => c.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM calls c WHERE c.live = 1 AND {CallListSql.Counted}"),
            cancellation
        );
        var ofDay = hours.Value.Rows.ToLookup(r =>
            (Day: r.Key![..10], Hour: int.Parse(r.Key!.AsSpan(11, 2), CultureInfo.InvariantCulture))
        );
        DashboardFigures Of(IEnumerable<CallReportRow> rows) => DashboardFigures.Of(rows, instance.Currency);
        return new CallDashboard(
            days.Id,
            now,
            instance.Currency,
            campaigns.Value.Rows.Any(r => r.Currency != instance.Currency.Code && (r.Counts.Revenue != 0 || r.Counts.Payout != 0)),
            live,
            Of(campaigns.Value.Rows),
            Of(byNow.Value.Rows),
            [
                .. Enumerable
                    .Range(0, 24)
                    .Select(hour => new DashboardHour(
                        hour,
                        Of(ofDay[($"{today:yyyy-MM-dd}", hour)]),
                        Of(ofDay[($"{today.AddDays(-1):yyyy-MM-dd}", hour)])
                    )),
            ],
            Best(campaigns.Value, instance.Currency),
            Best(publishers.Value, instance.Currency)
        );
    }

    /// <summary>The time that yesterday's clock showed what today's shows now; in a day that lacks it, the moment after.</summary>
    private static Instant SameTime(Instant now, DateOnly day, TimeZoneInfo zone, Instant midnight)
    {
        var clock = day.ToDateTime(TimeOnly.FromDateTime(TimeZones.InZone(now, zone).DateTime));
        while (zone.IsInvalidTime(clock))
            clock = clock.AddMinutes(15);
        var at = Instant.From(new DateTimeOffset(clock, zone.GetUtcOffset(clock)));
        return at < midnight ? at : midnight;
    }

    private static IReadOnlyList<DashboardTop> Best(CallReportTable table, Currency currency) =>
        [
            .. table
                .Rows.Where(r => r.Key is not null)
                .GroupBy(r => (r.Key, r.Name))
                .Select(g => new DashboardTop(g.Key.Key!, g.Key.Name, DashboardFigures.Of(g, currency)))
                .OrderByDescending(t => t.Figures.Incoming)
                .ThenByDescending(t => t.Figures.Revenue)
                .ThenBy(t => t.Name, StringComparer.Ordinal)
                .Take(Top),
        ];

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-dashboard",
            async (HttpContext http, GetCallDashboard operation, string? zone = null) =>
                (await operation.RunAsync(http.Actor(), zone, http.RequestAborted)).ToOk()
        );
}

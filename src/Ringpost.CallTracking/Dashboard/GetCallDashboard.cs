using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Dashboard;

/// <summary>
/// Today against yesterday, by hour, with the campaigns and publishers that have the most calls: from the sums of the hours that are over, for
/// who sees all calls, and from the calls of the others.
/// </summary>
public sealed class GetCallDashboard(Database database, Snapshot<CallConfiguration> snapshot)
{
    private const int Top = 5;

    private const long Quarter = 900_000;

    /// <param name="zone">Whose day; the instance's where absent.</param>
    public async Task<Result<CallDashboard>> RunAsync(Actor actor, string? zone = null, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        var configuration = await snapshot.GetAsync(cancellation);
        var days = configuration.Zone;
        if (!string.IsNullOrWhiteSpace(zone) && !TimeZones.TryFind(zone, out days))
            return new Invalid("zone", "A zone's name, as America/New_York.");

        var now = database.Now;
        var today = DateOnly.FromDateTime(TimeZones.InZone(now, days).DateTime);
        var midnight = TimeZones.StartOfDay(today, days);
        var before = TimeZones.StartOfDay(today.AddDays(-1), days);
        var byNow = SameTime(now, today.AddDays(-1), days, midnight);
        // A range ends before its last moment: the call of this millisecond is in it.
        var both = new TimeRange(before, now + TimeSpan.FromMilliseconds(1));
        var criteria = CallCriteria.Of(both, CallScope.Of(actor, database.Dialect));
        var (instance, times, parties, live) = await database.ReadAsync(
            async c =>
            {
                var span = criteria.Scope.IsWhole ? await ReportSumsSql.SpanAsync(c) : null;
                return (
                    await Instance.ReadAsync(c),
                    await CountTimesAsync(c, criteria, byNow, days, span),
                    await CountPartiesAsync(c, criteria with { Range = both with { From = midnight } }, span),
                    await c.ExecuteScalarAsync<long>(
                        $"{criteria.Scope.Sql}SELECT COUNT(*) FROM calls c WHERE c.live = 1 AND {CallListSql.Counted}",
                        criteria.Parameters()
                    )
                );
            },
            cancellation
        );

        var slots = times.Select(g => (Slot: Slot.Read(g.Key!, days), Group: g)).ToList();
        var hours = slots.ToLookup(s => (s.Slot.Day, s.Slot.Hour), s => s.Group);
        var names = new CallNames(configuration, actor);
        DashboardFigures Of(IEnumerable<CountedGroup> groups) => DashboardFigures.Of(groups, instance.Currency, actor);
        return new CallDashboard(
            days.Id,
            now,
            instance.Currency,
            parties.Any(g => g.Currency != instance.Currency.Code && (g.Counts.Revenue != 0 || g.Counts.Payout != 0)),
            live,
            Of(parties),
            Of(slots.Where(s => s.Slot.ByNow).Select(s => s.Group)),
            [
                .. Enumerable
                    .Range(0, 24)
                    .Select(hour => new DashboardHour(hour, Of(hours[(today, hour)]), Of(hours[(today.AddDays(-1), hour)]))),
            ],
            Best(parties, 0, key => names.Campaign(new CallCampaignId(key)), Of),
            Best(parties, 1, key => names.Publisher(new PublisherId(key)), Of)
        );
    }

    /// <summary>Quarters of an hour, those of yesterday before its “now” apart: <c>1935360</c>, <c>1935360 before</c>.</summary>
    private static async Task<IReadOnlyList<CountedGroup>> CountTimesAsync(
        DbConnection connection,
        CallCriteria criteria,
        Instant byNow,
        TimeZoneInfo zone,
        TimeRange? span
    )
    {
        var hour = byNow.UnixMilliseconds / ReportParts.Hour;
        var key = new ReportKey(
            CallReportGrouping.Hour,
            $"CAST(c.arrived_at / {Quarter} AS text) || CASE WHEN c.arrived_at < {byNow.UnixMilliseconds} THEN ' before' ELSE '' END"
        );
        var ofSums =
            criteria.Scope.IsWhole && CallReportReader.BeginsOnHours(zone, criteria.Range)
                ? $"CAST(s.hour * 4 AS text) || CASE WHEN s.hour < {hour} THEN ' before' ELSE '' END"
                : null;
        return (await CallReportReader.ReadAsync(connection, key, criteria, ofSums, hour, span))!.Groups;
    }

    private static async Task<IReadOnlyList<CountedGroup>> CountPartiesAsync(
        DbConnection connection,
        CallCriteria criteria,
        TimeRange? span
    ) =>
        (
            await CallReportReader.ReadAsync(
                connection,
                new(CallReportGrouping.CallCampaign, "c.campaign_id || ' ' || COALESCE(c.publisher_id, '')"),
                criteria,
                criteria.Scope.IsWhole ? "s.campaign_id || ' ' || s.publisher_id" : null,
                span: span
            )
        )!.Groups;

    /// <summary>The time that yesterday's clock showed what today's shows now; in a day that lacks it, the moment after.</summary>
    private static Instant SameTime(Instant now, DateOnly day, TimeZoneInfo zone, Instant midnight)
    {
        var clock = day.ToDateTime(TimeOnly.FromDateTime(TimeZones.InZone(now, zone).DateTime));
        while (zone.IsInvalidTime(clock))
            clock = clock.AddMinutes(15);
        var at = Instant.From(new DateTimeOffset(clock, zone.GetUtcOffset(clock)));
        return at < midnight ? at : midnight;
    }

    private static IReadOnlyList<DashboardTop> Best(
        IReadOnlyList<CountedGroup> parties,
        int part,
        Func<string, string> nameOf,
        Func<IEnumerable<CountedGroup>, DashboardFigures> figuresOf
    ) =>
        [
            .. parties
                .GroupBy(g => g.Key!.Split(' ')[part])
                .Where(g => g.Key.Length > 0)
                .Select(g => new DashboardTop(g.Key, nameOf(g.Key), figuresOf(g)))
                .OrderByDescending(t => t.Figures.Incoming)
                .ThenByDescending(t => t.Figures.Revenue)
                .ThenBy(t => t.Name, StringComparer.Ordinal)
                .Take(Top),
        ];

    private readonly record struct Slot(DateOnly Day, int Hour, bool ByNow)
    {
        public static Slot Read(string key, TimeZoneInfo zone)
        {
            var parts = key.Split(' ');
            var at = TimeZones.InZone(new Instant(long.Parse(parts[0], CultureInfo.InvariantCulture) * Quarter), zone);
            return new Slot(DateOnly.FromDateTime(at.DateTime), at.Hour, parts.Length == 2);
        }
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-dashboard",
            async (HttpContext http, GetCallDashboard operation, string? zone = null) =>
                (await operation.RunAsync(http.Actor(), zone, http.RequestAborted)).ToOk()
        );
}

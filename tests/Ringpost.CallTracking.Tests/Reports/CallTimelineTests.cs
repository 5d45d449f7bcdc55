using FsCheck.Fluent;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.CallFilters;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Reports;

public sealed class CallTimelineTests
{
    [Theory, EachDatabase]
    public async Task Days_of_23_and_25_hours_have_as_many_points_and_every_call_stands_at_its_own(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("1", At2026(3, 8, 6, 59)) { Connected = 1 },
            new StoredCall("2", At2026(3, 8, 7)) { Revenue = 2_500_000, Converted = 1 },
            new StoredCall("3", At2026(11, 1, 5, 30)),
            new StoredCall("4", At2026(11, 1, 6, 30)) { Currency = "EUR", Revenue = 1_000_000 }
        );
        var march = await RunAsync(
            setup,
            new()
            {
                From = "2026-03-08",
                To = "2026-03-08",
                Zone = "America/New_York",
            }
        );
        Assert.Equal((TimelineStep.Hour, 23), (march.Per, march.Points.Count));
        Assert.Equal(["2026-03-08T01:00-05:00", "2026-03-08T03:00-04:00"], march.Points.Where(p => p.Incoming > 0).Select(p => p.Key));
        Assert.Equal((1L, 0L), (march.Points[1].Connected, march.Points[1].Converted));
        Assert.Equal(2.5m, march.Points[2].Revenue["USD"]);
        var november = await RunAsync(
            setup,
            new()
            {
                From = "2026-11-01",
                To = "2026-11-01",
                Zone = "America/New_York",
            }
        );
        Assert.Equal(25, november.Points.Count);
        Assert.Equal(["2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00"], november.Points.Where(p => p.Incoming > 0).Select(p => p.Key));
        Assert.Equal(["EUR"], november.Points[2].Revenue.Keys);
        var days = await RunAsync(
            setup,
            new()
            {
                From = "2026-10-31",
                To = "2026-11-02",
                Per = "day",
                Zone = "America/New_York",
            }
        );
        Assert.Equal([("2026-10-31", 0L), ("2026-11-01", 2L), ("2026-11-02", 0L)], days.Points.Select(p => (p.Key, p.Incoming)));
        Assert.Equal(Instant.From(new DateTimeOffset(2026, 11, 1, 4, 0, 0, TimeSpan.Zero)), days.Points[1].At);
    }

    [Theory, EachDatabase]
    public async Task Its_points_add_up_to_a_plain_count_under_any_filter(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        foreach (var filter in ColumnFilterModelTests.Filters(calls).Sample(10))
        foreach (var per in new[] { "hour", "day" })
        {
            var line = await RunAsync(
                setup,
                new()
                {
                    From = "2026-03-01",
                    To = "2026-03-31",
                    Per = per,
                    Zone = "Asia/Kolkata",
                    Filters = ColumnFilterModelTests.Json(filter),
                }
            );
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
            var expected = calls
                .Where(c => c.Call.Uncounted == 0 && filter.All(rule => rule.Any(condition => ColumnFilterModelTests.Holds(c, condition))))
                .Select(c => (c.Call, Local: TimeZones.InZone(new Instant(c.Call.At), zone)))
                .Where(c => c.Local.Month == 3)
                .GroupBy(c => per == "day" ? $"{c.Local:yyyy-MM-dd}" : $"{c.Local:yyyy-MM-ddTHH}:00+05:30")
                .Select(g => (g.Key, g.Count(), g.Sum(c => c.Call.Connected), g.Sum(c => c.Call.Converted)))
                .OrderBy(g => g.Key, StringComparer.Ordinal);
            Assert.Equal(expected, line.Points.Where(p => p.Incoming > 0).Select(p => (p.Key, (int)p.Incoming, p.Connected, p.Converted)));
            Assert.Equal(per == "day" ? 31 : 31 * 24, line.Points.Count);
        }
    }

    private static async Task<CallTimelineAnswer> RunAsync(CallSetup setup, CallTimeline.Request request) =>
        (await setup.The<CallTimeline>().RunAsync(CallSetup.Admin, request)).Value;
}

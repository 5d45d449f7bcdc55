using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Dashboard;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Dashboard;

public sealed class CallDashboardTests
{
    [Theory, EachDatabase]
    public async Task Today_stands_against_yesterday_by_the_same_time_of_the_zones_clock(Dialect dialect)
    {
        // 10:30 in New York; yesterday's day there began in winter time and had 23 hours.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 9, 14, 30, 0, TimeSpan.Zero));
        await using var setup = await CallSetup.OpenAsync(dialect, time);
        var (busy, calm) = (await setup.CampaignAsync("Busy"), await setup.CampaignAsync("Calm"));
        var publisher = await setup.PublisherAsync("Call House");
        await WriteAsync(
            setup.Database,
            new StoredCall("now", At2026(3, 9, 14, 30)) { Campaign = busy.Id.Value, Live = 1 },
            new StoredCall("nine", At2026(3, 9, 13, 59))
            {
                Campaign = busy.Id.Value,
                Publisher = publisher.Id.Value,
                Connected = 1,
                Converted = 1,
                Paid = 1,
                Revenue = 20_000_000,
                Payout = 25_000_000,
            },
            new StoredCall("francs", At2026(3, 9, 4, 0))
            {
                Campaign = calm.Id.Value,
                Connected = 1,
                Revenue = 7_000_000,
                Currency = "CHF",
            },
            new StoredCall("test", At2026(3, 9, 13, 59)) { Uncounted = 1, Live = 1 },
            // Yesterday's 23:59, 10:29, 10:31 and 0:00, and the minute before.
            new StoredCall("late", At2026(3, 9, 3, 59)) { Connected = 1 },
            new StoredCall("before", At2026(3, 8, 14, 29)) { Connected = 1, Revenue = 4_000_000 },
            new StoredCall("behind", At2026(3, 8, 14, 31)) { Converted = 1 },
            new StoredCall("winter", At2026(3, 8, 5, 0)),
            new StoredCall("two days", At2026(3, 8, 4, 59)) { Live = 1 }
        );

        // From the calls alone, then from the hours that are over too.
        await CheckAsync(setup);
        await setup.The<SumReportHours>().RunAsync();
        await CheckAsync(setup);
        Assert.IsType<Invalid>((await setup.The<GetCallDashboard>().RunAsync(CallSetup.Reader, "Nowhere")).Refusal);
    }

    private static async Task CheckAsync(CallSetup setup)
    {
        var board = (await setup.The<GetCallDashboard>().RunAsync(CallSetup.Reader, "America/New_York")).Value;

        Assert.Equal(("America/New_York", 2L, true), (board.Zone, board.Live, board.HasOtherCurrencies));
        Assert.Equal(new DashboardFigures(3, 2, 1, 1, 20_000_000, 25_000_000), board.Today);
        Assert.Equal(-5_000_000, board.Today.Profit);
        Assert.Equal(new DashboardFigures(2, 1, 0, 0, 4_000_000, 0), board.YesterdayByNow);
        Assert.Equal(24, board.Hours.Count);
        Assert.Equal(board.Today.Incoming, board.Hours.Sum(h => h.Today.Incoming));
        Assert.Equal(4, board.Hours.Sum(h => h.Yesterday.Incoming));
        Assert.Equal((1L, 0L), (board.Hours[9].Today.Incoming, board.Hours[9].Yesterday.Incoming));
        Assert.Equal((1L, 2L), (board.Hours[10].Today.Incoming, board.Hours[10].Yesterday.Incoming));
        Assert.Equal((1L, 1L), (board.Hours[0].Today.Incoming, board.Hours[0].Yesterday.Incoming));
        Assert.Equal(1, board.Hours[23].Yesterday.Connected);
        Assert.Equal([("Busy", 2L), ("Calm", 1L)], board.TopCampaigns.Select(t => (t.Name, t.Figures.Incoming)));
        Assert.Equal(["Call House"], board.TopPublishers.Select(t => t.Name));
    }
}

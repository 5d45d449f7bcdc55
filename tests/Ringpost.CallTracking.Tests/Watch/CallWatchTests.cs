using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.CallTracking.Watch;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Watch;

/// <summary>Calls as they are stored, and what people are told of them.</summary>
public sealed class CallWatchTests
{
    [Theory, EachDatabase]
    public async Task A_target_is_told_of_after_failures_in_a_row_and_when_it_answers_again(Dialect dialect)
    {
        await using var watch = await WatchTest.OpenAsync(dialect);
        var desk = await watch.Setup.TargetAsync("Desk");
        var other = await watch.Setup.TargetAsync("Other", number: "+12025550191");
        await watch.LegAsync(desk, "NoAnswer");
        await watch.LegAsync(other, "Busy");
        await watch.LegAsync(desk, "NoAnswer");
        await watch.LegAsync(other, "Failed");
        Assert.Empty(await watch.LookAsync());
        await watch.LegAsync(desk, "CallerHungUpWhileRinging");
        await watch.LegAsync(desk, "NoAnswer");
        // Tests count nowhere.
        await watch.LegAsync(other, "Busy", uncounted: 1);
        await watch.LegAsync(other, "Busy", uncounted: 1);
        await watch.LegAsync(other, "Busy");
        Assert.Equal(["NoAnswer: Target Desk: the last 3 calls were not answered."], await watch.LookAsync());
        await watch.LegAsync(desk, "NoAnswer");
        Assert.Empty(await watch.LookAsync());
        await watch.LegAsync(desk, "Answered");
        Assert.Equal(["NoAnswer over: Target Desk: a call was answered again."], await watch.LookAsync());
        Assert.Empty(await watch.LookAsync());
    }

    [Theory, EachDatabase]
    public async Task A_campaign_whose_calls_find_no_target_is_told_of_and_when_they_do_again(Dialect dialect)
    {
        await using var watch = await WatchTest.OpenAsync(dialect);
        var campaign = await watch.Setup.CampaignAsync("Solar");
        await watch.CallAsync(campaign.Id, untaken: false);
        await watch.CallAsync(campaign.Id, untaken: true);
        await watch.CallAsync(campaign.Id, untaken: true);
        Assert.Equal(
            ["NoEligibleTarget: Campaign Solar: no target could take 2 calls of the last 30 minutes. Each call says why."],
            await watch.LookAsync()
        );
        // A call that was taken in between ends nothing yet: the next may not be.
        await watch.CallAsync(campaign.Id, untaken: false);
        Assert.Empty(await watch.LookAsync());
        watch.Time.Advance(TimeSpan.FromMinutes(11));
        await watch.CallAsync(campaign.Id, untaken: false);
        Assert.Equal(["NoEligibleTarget over: Campaign Solar: targets take its calls again."], await watch.LookAsync());
    }

    [Theory, EachDatabase]
    public async Task An_hour_with_far_fewer_calls_than_usual_is_told_of_once(Dialect dialect)
    {
        await using var watch = await WatchTest.OpenAsync(dialect);
        var (solar, roof) = (await watch.Setup.CampaignAsync("Solar"), await watch.Setup.CampaignAsync("Roof"));
        for (var week = 1; week <= 4; week++)
        {
            await watch.HourAsync(solar.Id, week, 25);
            await watch.HourAsync(roof.Id, week, 19);
        }

        await watch.HourAsync(solar.Id, 0, 12);
        await watch.HourAsync(roof.Id, 0, 1);
        // 13 of 44 are a third; roofs are too few to be judged.
        Assert.Equal(
            [
                "CallsDropped: All campaigns: 13 calls from 11:00 to 12:00, 44 are usual then.",
                "CallsDropped: Campaign Solar: 12 calls from 11:00 to 12:00, 25 are usual then.",
            ],
            await watch.LookAsync()
        );
        Assert.Empty(await watch.LookAsync());
        watch.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, (await watch.LookAsync()).Count(a => a.StartsWith("CallsDropped over", StringComparison.Ordinal)));
    }

    [Theory, EachDatabase]
    public async Task A_cap_that_is_met_is_told_of_once_a_period_and_stands_first_on_the_board(Dialect dialect)
    {
        await using var watch = await WatchTest.OpenAsync(dialect);
        var desk = await watch.Setup.TargetAsync("Desk");
        Assert.True(
            (
                await watch
                    .Setup.The<ChangeTarget>()
                    .RunAsync(CallSetup.Admin, desk.Id, new(Caps: new CapsRequest(Hourly: 2, DailySum: 100)))
            ).IsOk
        );
        Assert.Empty(await watch.LookAsync());
        await watch.CountAsync(desk.Id.Value, 2);
        Assert.Equal(["CallCapMet: Target Desk: its hourly cap of 2 calls is met."], await watch.LookAsync());
        Assert.Empty(await watch.LookAsync());
        var board = (await watch.Setup.The<ListCallCaps>().RunAsync(CallSetup.Reader)).Value.Items;
        Assert.Equal(["hourly 2/2 True", "dailySum 0/100 False"], board.Select(i => $"{i.Cap} {i.Used:0}/{i.Limit:0} {i.Full}"));
        Assert.True(
            (await watch.Setup.The<ListCallCaps>().RunAsync(new Actor("user:9", "Buyer", Role.Buyer, Of: "BU1"))).Refusal is Forbidden
        );

        // The next hour has its own counter, and its own alert.
        watch.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await watch.LookAsync());
        await watch.CountAsync(desk.Id.Value, 2);
        Assert.Single(await watch.LookAsync());
    }

    [Theory, EachDatabase]
    public async Task The_thresholds_are_settings(Dialect dialect)
    {
        await using var watch = await WatchTest.OpenAsync(dialect);
        var set = watch.Setup.The<SetWatchSettings>();
        Assert.True((await set.RunAsync(CallSetup.Reader, new(InARow: 1))).Refusal is Forbidden);
        Assert.IsType<Invalid>((await set.RunAsync(CallSetup.Admin, new(InARow: 0))).Refusal);
        Assert.Equal(WatchSettings.Default with { InARow = 1 }, (await set.RunAsync(CallSetup.Admin, new(InARow: 1))).Value);
        var desk = await watch.Setup.TargetAsync("Desk");
        await watch.LegAsync(desk, "Failed");
        Assert.Equal(["TargetFails: Target Desk: the last call failed: the carrier could not reach it."], await watch.LookAsync());
    }

    private sealed class WatchTest : IAsyncDisposable
    {
        private long _told;
        private int _calls;

        private readonly CallWatchWorker _worker;

        private WatchTest(CallSetup setup, FakeTimeProvider time)
        {
            (Setup, Time) = (setup, time);
            var leases = new Leases(setup.Database, new Identifiers(time));
            _worker = new CallWatchWorker(
                setup.Database,
                setup.The<Snapshot<CallConfiguration>>(),
                leases,
                time,
                NullLogger<CallWatchWorker>.Instance
            );
        }

        public CallSetup Setup { get; }

        public FakeTimeProvider Time { get; }

        public static async Task<WatchTest> OpenAsync(Dialect dialect)
        {
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 10, 0, TimeSpan.Zero));
            return new WatchTest(await CallSetup.OpenAsync(dialect, time), time);
        }

        /// <summary>One look; what was told by it.</summary>
        public async Task<IReadOnlyList<string>> LookAsync()
        {
            await _worker.RunAsync(CancellationToken.None);
            var alerts = (await new ListAlerts(Setup.Database).RunAsync(CallSetup.Reader, new(), new PageRequest(100))).Value.Items;
            var fresh = alerts.Where(a => a.Id > _told).OrderBy(a => a.Id).ToList();
            _told = alerts.Count == 0 ? 0 : alerts[0].Id;
            return [.. fresh.Select(a => $"{a.Kind}{(a.Ended ? " over" : "")}: {a.Note}")];
        }

        /// <summary>A call whose only leg ended so, now.</summary>
        public async Task LegAsync(Target target, string outcome, long uncounted = 0)
        {
            var id = $"call{++_calls}";
            await WriteAsync(Setup.Database, new StoredCall(id, Now) { Uncounted = uncounted });
            await ExecuteAsync(
                "INSERT INTO call_legs (call_id, leg, route_id, target_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, "
                    + "convert_revenue, dialed_at, rang, answered, outcome, connected, converted, revenue, ringing_seen, answered_seen, progress_seen) "
                    + "VALUES (@id, 1, 'RO1', @target, 'Number', '+12025550190', 'CallLength', 0, 'Connected', 0, @now, 1, 0, @outcome, 0, 0, 0, 1, 0, 0)",
                new
                {
                    id,
                    target = target.Id.Value,
                    now = Now,
                    outcome,
                }
            );
            Time.Advance(TimeSpan.FromSeconds(10));
        }

        public async Task CallAsync(CallCampaignId campaign, bool untaken)
        {
            await WriteAsync(
                Setup.Database,
                new StoredCall($"call{++_calls}", Now)
                {
                    Campaign = campaign.Value,
                    Incomplete = untaken ? 1 : 0,
                    IncompleteReason = untaken ? "NoTarget" : null,
                }
            );
            Time.Advance(TimeSpan.FromSeconds(10));
        }

        /// <summary>Calls from 11:00 to 12:00, so many weeks ago.</summary>
        public Task HourAsync(CallCampaignId campaign, int weeksAgo, int count) =>
            WriteAsync(
                Setup.Database,
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(i => new StoredCall($"call{++_calls}", At2026(5, 1, 11, i) - (weeksAgo * 7L * 86_400_000))
                        {
                            Campaign = campaign.Value,
                        }),
                ]
            );

        /// <summary>So many calls are counted of the owner's hourly cap.</summary>
        public Task CountAsync(string owner, long used) =>
            ExecuteAsync(
                "INSERT INTO call_cap_counters (owner, period, measure, currency, starts_at, ends_at, used) VALUES (@owner, 'Hourly', 'Calls', '', @from, @to, @used) "
                    + "ON CONFLICT (owner, period, measure, currency, starts_at) DO UPDATE SET used = @used",
                new
                {
                    owner,
                    used,
                    from = Now / 3_600_000 * 3_600_000,
                    to = (Now / 3_600_000 * 3_600_000) + 3_600_000,
                }
            );

        private long Now => Instant.Now(Time).UnixMilliseconds;

        private Task ExecuteAsync(string sql, object parameters) =>
            Setup.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql, parameters));

        public ValueTask DisposeAsync() => Setup.DisposeAsync();
    }
}

using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.Caps.CapWorld;

namespace Ringpost.CallTracking.Tests.Caps;

public sealed class CapFlowTests
{
    [Theory, EachDatabase]
    public async Task A_full_target_is_left_out_with_its_reason_until_the_next_hour(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { Caps = new CallCaps { Hourly = 1 } };
        world.Node = world.Book();
        Assert.Equal(First, await world.TalkedAsync("A"));
        Assert.Equal(Second, await world.CallAsync("B"));
        Assert.Equal("First[1,1] HourlyCap", await world.LeftOutAsync("B"));

        // A node that did not see it fill asks the database when it dials.
        world.Node = null;
        Assert.Equal(Second, await world.CallAsync("C"));
        Assert.Equal("First[1,1] HourlyCap", await world.LeftOutAsync("C"));

        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(First, await world.CallAsync("D"));
    }

    [Theory, EachDatabase]
    public async Task Without_strictness_a_cap_is_passed_by_no_more_than_the_calls_that_were_live(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { Caps = new CallCaps { Daily = 2 } };
        foreach (var sid in new[] { "A", "B", "C", "D" })
            Assert.Equal(First, await world.CallAsync(sid));
        foreach (var sid in new[] { "A", "B", "C" })
            await world.EndTalkAsync(sid, 75);
        await world.EndTalkAsync("D", 20);
        Assert.Equal(Second, await world.CallAsync("E"));
        Assert.Equal(["TA1 Daily Calls 3"], await CountersAsync(world));
    }

    [Theory, EachDatabase]
    public async Task A_call_that_can_not_convert_any_more_gives_its_place_back(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with
        {
            Caps = new CallCaps { Daily = 1, StrictCounts = true },
        };
        Assert.Equal(First, await world.CallAsync("A"));
        Assert.Equal(Second, await world.CallAsync("B"));
        // Busy: the first target is free again while the caller is with the second.
        await world.FinishAsync("A", 1, LegEnd.Busy, null, true);
        Assert.Equal(First, await world.CallAsync("C"));
        await world.EndTalkAsync("C", 20);
        Assert.Equal(First, await world.CallAsync("D"));
        await world.EndTalkAsync("D", 60);
        Assert.Equal(Second, await world.CallAsync("E"));
        Assert.Equal(["TA1 Daily Calls 1"], await CountersAsync(world));
    }

    [Theory, EachDatabase]
    public async Task Counted_on_connect_it_counts_at_the_answer_and_not_when_nobody_was_joined(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with
        {
            Caps = new CallCaps
            {
                Daily = 1,
                CountOn = CapCountOn.Connect,
                StrictCounts = true,
            },
        };
        Assert.Equal(First, await world.CallAsync("A"));
        await world.ReportAsync("A", 1, LegProgressStep.Answered, 2, 5);
        Assert.Equal(["TA1 Daily Calls 1"], await CountersAsync(world));
        Assert.Equal(Second, await world.CallAsync("B"));
        await world.FinishAsync("A", 1, LegEnd.NotBridged, 3, true);
        Assert.Equal(["TA1 Daily Calls 0"], await CountersAsync(world));
        Assert.Equal(First, await world.CallAsync("C"));
        // Connected is enough, however short.
        await world.EndTalkAsync("C", 1);
        Assert.Equal(Second, await world.CallAsync("D"));
    }

    [Theory, EachDatabase]
    public async Task A_call_counts_in_the_period_in_which_it_was_dialled(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with
        {
            Caps = new CallCaps { Daily = 1, TimeZone = "America/New_York" },
        };
        // 23:30 in New York, on the eve of the day of 23 hours; the talk ends on that day.
        At(world, "2026-03-08T04:30:00Z");
        Assert.Equal(First, await world.CallAsync("A"));
        At(world, "2026-03-08T05:30:00Z");
        await world.EndTalkAsync("A", 3600);
        Assert.Equal(First, await world.TalkedAsync("B"));
        At(world, "2026-03-09T03:59:00Z");
        Assert.Equal(Second, await world.CallAsync("C"));
        At(world, "2026-03-09T04:00:00Z");
        Assert.Equal(First, await world.CallAsync("D"));
        Assert.Equal(["TA1 Daily Calls 1", "TA1 Daily Calls 1", "TA1 Daily Calls 0"], await CountersAsync(world));
    }

    [Theory, EachDatabase]
    public async Task A_publisher_over_its_cap_is_routed_and_not_paid_and_one_that_was_let_in_is(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Sender = world.Sender with { Caps = new CallCaps { Daily = 1 } };
        Assert.Equal(First, await world.CallAsync("A"));
        Assert.Equal(First, await world.CallAsync("B"));
        await world.EndTalkAsync("A", 75);
        Assert.Equal(First, await world.CallAsync("C"));
        await world.EndTalkAsync("B", 75);
        await world.EndTalkAsync("C", 75);
        Assert.Equal(First, await world.CallAsync("D"));
        await world.EndTalkAsync("D", 20);

        Assert.Equal((true, 10_000_000L), await PaidAsync(world, "A"));
        // It was live when the cap filled: let in, so it is paid. The cap shows one over.
        Assert.Equal((true, 10_000_000L), await PaidAsync(world, "B"));
        Assert.Equal(["AF1 Daily Calls 2"], await CountersAsync(world));
        var capped = await world.FindAsync("C");
        Assert.Equal((false, true, PayoutRefusal.Capped), (capped.Paid, capped.Converted, capped.PayoutReason));
        Assert.Contains("PublisherCapped", await world.EventsAsync("C"));
        Assert.DoesNotContain("payout", await world.PixelsAsync("C"));
        // It would not have been paid anyway.
        Assert.Equal(PayoutRefusal.TooShort, (await world.FindAsync("D")).PayoutReason);
    }

    [Theory, EachDatabase]
    public async Task A_strict_payout_cap_never_pays_over_its_money(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Sender = world.Sender with { Caps = new CallCaps { DailySum = 15_000_000 } };
        await world.CallAsync("A");
        await world.CallAsync("B");
        await world.EndTalkAsync("B", 75);
        await world.EndTalkAsync("A", 20);
        // The place of A came back, and B was not let in by then.
        Assert.Equal(PayoutRefusal.Capped, (await world.FindAsync("B")).PayoutReason);
        await world.TalkedAsync("C");
        Assert.True((await world.FindAsync("C")).Paid);
        Assert.Equal(["AF1 Daily Money 10000000"], await CountersAsync(world));
    }

    [Theory, EachDatabase]
    public async Task Calls_of_a_capped_publisher_are_blocked_where_it_is_set_so(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Sender = world.Sender with
        {
            Caps = new CallCaps { Daily = 1 },
            ConcurrencyCap = 2,
            BlockCallsIfCapped = true,
        };
        Assert.Equal(First, await world.CallAsync("A"));
        Assert.Equal(First, await world.CallAsync("B"));
        Assert.Equal("Blocked", await world.CallAsync("C"));
        await world.EndTalkAsync("A", 20);
        Assert.Equal(First, await world.TalkedAsync("D"));
        Assert.Equal("Blocked", await world.CallAsync("E"));
        Assert.Equal("Blocked", await world.CallAsync("E"));
        var blocked = await world.FindAsync("E");
        Assert.Equal((CallState.Blocked, BlockReason.PublisherCapped), (blocked.State, blocked.BlockReason));
        await world.EndTalkAsync("B", 20);
        Assert.Equal(0, await world.CountAsync("call_slots"));
    }

    [Theory, EachDatabase]
    public async Task Money_is_capped_in_each_currency_for_itself_and_by_the_most_that_a_leg_may_come_to(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { Caps = new CallCaps { MonthlySum = 40_000_000 } };
        Assert.Equal(First, await world.CallAsync("A"));
        // 25 of 40 are held: another 25 do not fit.
        Assert.Equal(Second, await world.CallAsync("B"));
        Assert.Equal("First[1,1] MonthlySumCap", await world.LeftOutAsync("B"));
        await world.EndTalkAsync("A", 75);
        Assert.Equal(["TA1 Monthly Money 25000000"], await CountersAsync(world));
        Assert.Equal(Second, await world.CallAsync("C"));
    }

    [Theory, EachDatabase]
    public async Task A_late_word_of_the_carrier_counts_and_a_counter_begins_with_what_is_stored(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.TalkedAsync("A");
        await world.CallAsync("B");
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.RunTimersAsync();
        Assert.Equal(CallState.EndUnknown, (await world.FindAsync("B")).State);

        world.Targets[0] = world.Targets[0] with
        {
            Caps = new CallCaps { Daily = 2, StrictCounts = true },
        };
        Assert.Equal(First, await world.CallAsync("C"));
        Assert.Equal(["TA1 Daily Calls 1"], await CountersAsync(world));
        Assert.Equal(Second, await world.CallAsync("D"));
        await world.EndTalkAsync("B", 75);
        await world.EndTalkAsync("C", 75);
        Assert.Equal(["TA1 Daily Calls 3"], await CountersAsync(world));
    }

    private static void At(CallWorld world, string moment)
    {
        Assert.True(Instant.TryParse(moment, null, out var at));
        world.Time.SetUtcNow(at.ToDateTimeOffset());
    }

    private static async Task<(bool, long)> PaidAsync(CallWorld world, string sid)
    {
        var call = await world.FindAsync(sid);
        return (call.Paid, call.Payout);
    }
}

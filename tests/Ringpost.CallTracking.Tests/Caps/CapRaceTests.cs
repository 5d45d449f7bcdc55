using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Caps;

/// <summary>32 callers at once, on both databases: a strict cap is never passed by one.</summary>
public sealed class CapRaceTests
{
    private const string First = "+12025550111";

    [Theory, EachDatabase]
    public async Task A_strict_cap_on_calls_lets_in_exactly_its_limit(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with
        {
            Caps = new CallCaps
            {
                Daily = 5,
                Hourly = 7,
                StrictCounts = true,
            },
        };
        var answers = await CallAsync(world);
        Assert.Equal((5, 27), (Count(answers, First), Count(answers, "sip:second@example.com")));
        Assert.Equal(5, await world.CountAsync("call_slots"));
    }

    [Theory, EachDatabase]
    public async Task A_cap_on_money_is_strict_unless_told_and_holds_over_all_targets_of_the_buyer(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        // Each call may come to 25: three fit into 99.
        world.Buyer = world.Buyer with
        {
            Caps = new CallCaps { DailySum = 99_000_000 },
        };
        var answers = await CallAsync(world);
        Assert.Equal((3, 29), (answers.Count(a => a is CallAnswer.Dial), answers.Count(a => a is CallAnswer.Reject)));
    }

    [Theory, EachDatabase]
    public async Task The_calls_that_a_buyer_has_at_once_are_counted_over_its_targets(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 2 };
        world.Buyer = world.Buyer with { ConcurrencyCap = 5 };
        var answers = await CallAsync(world);
        Assert.Equal((2, 3), (Count(answers, First), Count(answers, "sip:second@example.com")));
        // Two of the first target, five of the buyer.
        Assert.Equal(7, await world.CountAsync("call_slots"));
    }

    [Theory, EachDatabase]
    public async Task A_publisher_is_let_in_as_often_as_it_may_be_paid(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Sender = world.Sender with
        {
            Caps = new CallCaps { DailySum = 45_000_000 },
            BlockCallsIfCapped = true,
        };
        var answers = await CallAsync(world);
        Assert.Equal(4, answers.Count(a => a is CallAnswer.Dial));
        Assert.Equal(28, answers.Count(a => a is CallAnswer.Reject { Reason: CallRejection.Blocked }));
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_calls_that_end_at_once_are_each_counted_once(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with
        {
            Caps = new CallCaps { Daily = 100, DailySum = 1_000_000_000 },
        };
        world.Buyer = world.Buyer with { Caps = new CallCaps { Monthly = 100 } };
        world.Sender = world.Sender with { Caps = new CallCaps { AllTime = 100 } };
        world.Node = world.Book();
        await CallAsync(world);
        await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        await new FinishLeg(world.Node).RunAsync(
                            new(CallWorld.Carrier, $"A{i}", 1, new DialResult(LegEnd.Completed, 75, false))
                        );
                        await new EndCall(world.Node).RunAsync(new(CallWorld.Carrier, $"A{i}", 80, null));
                    })
                )
        );
        Assert.Equal(
            ["AF1 AllTime Calls 32", "BU1 Monthly Calls 32", "TA1 Daily Calls 32", "TA1 Daily Money 800000000"],
            await CapWorld.CountersAsync(world)
        );
        Assert.Equal(0, await world.CountAsync("call_slots"));
    }

    private static Task<CallAnswer[]> CallAsync(CallWorld world)
    {
        var book = world.Book();
        return Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => world.ReceiveAsync($"A{i}", $"+1661555{1000 + i}", book))));
    }

    private static int Count(CallAnswer[] answers, string destination) =>
        answers.Count(a => a is CallAnswer.Dial dial && dial.Destination.Value == destination);
}

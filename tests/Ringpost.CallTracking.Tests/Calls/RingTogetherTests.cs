using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Routing;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class RingTogetherTests
{
    [Theory, EachDatabase]
    public async Task All_ring_and_the_first_answer_gets_the_call(Dialect dialect)
    {
        await using var world = await OpenAsync(dialect);
        var dial = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal((1, 40, "+12025550111"), (dial.Leg, dial.RingSeconds, dial.Destination.Value));
        Assert.Equal(
            [new(2, new(DestinationType.Sip, "sip:second@example.com")), new(3, new(DestinationType.Number, "+12025550113"))],
            dial.Also
        );
        Assert.Equal(dial.Also, Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A")).Also);

        await RunAsync(Answered(world, "A"));
        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, new TargetId("TA2"), 60L), (call.State, call.TargetId, call.ConnectedSeconds));
        Assert.Equal([LegOutcome.Busy, LegOutcome.Answered, LegOutcome.AnsweredElsewhere], call.Legs.Select(l => l.Outcome!.Value));
        Assert.Equal([0, 25_000_000, 0], call.Legs.Select(l => l.Revenue));
        Assert.Equal([ConversionRefusal.RangTogether, null, ConversionRefusal.RangTogether], call.Legs.Select(l => l.ConversionReason));
        Assert.Equal((25_000_000, 10_000_000), (call.Revenue, call.Payout));
        Assert.Equal(EndedBy.Target, call.EndedBy);
        Assert.Equal(["incoming", "connected", "completed", "converted", "payout", "finalized"], await world.PixelsAsync("A"));
        Assert.Single(await world.EventsAsync("A"), e => e == "ConnectedCall");
        Assert.Equal(0, await world.CountAsync("call_slots"));
    }

    [Theory, EachDatabase]
    public async Task Reports_in_any_order_come_to_the_same_call(Dialect dialect)
    {
        await using var world = await OpenAsync(dialect);
        for (var order = 0; order < 12; order++)
        {
            var sid = $"A{order}";
            await world.ReceiveAsync(sid, $"+1661555{1000 + order}");
            var callbacks = Answered(world, sid);
            new Random(order).Shuffle(callbacks);
            await RunAsync(callbacks);
            world.Time.Advance(TimeSpan.FromSeconds(61));
            await world.RunTimersAsync();
            var call = await world.FindAsync(sid);
            Assert.Equal(
                (order, CallState.Ended, true, new TargetId("TA2"), 60L, 25_000_000L, 10_000_000L),
                (order, call.State, call.Connected, call.TargetId!.Value, call.ConnectedSeconds!.Value, call.Revenue, call.Payout)
            );
            Assert.Single(call.Legs, l => l.Evidence.Connected);
        }
    }

    [Fact]
    public async Task Of_two_that_answer_at_once_the_one_that_was_joined_has_the_call()
    {
        await using var world = await OpenAsync(Dialect.Sqlite);
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 1, LegProgressStep.Answered, 2, 5);
        await world.ReportAsync("A", 3, LegProgressStep.Answered, 2, 4);
        await world.ReportAsync("A", 1, LegProgressStep.Ended, 3, 6, LegEnd.Completed, 1);
        Assert.Equal(new TargetId("TA4"), (await world.FindAsync("A")).TargetId);
        await world.FinishAsync("A", 1, LegEnd.Completed, 70, false, "child-1");
        await world.EndAsync("A", 80);
        var call = await world.FindAsync("A");
        Assert.Equal((new TargetId("TA1"), 70L, 25_000_000L), (call.TargetId, call.ConnectedSeconds, call.Revenue));
        Assert.Equal(LegOutcome.AnsweredElsewhere, call.Legs[2].Outcome);
    }

    [Theory, EachDatabase]
    public async Task Nobody_answers_and_the_next_route_is_dialed(Dialect dialect)
    {
        await using var world = await OpenAsync(dialect);
        (world.Routed, world.Conversion) = (2, new(ConvertOn.Dialed, 0, TimerStart.Connected, 3_000_000));
        await world.ReceiveAsync("A");
        foreach (var leg in new[] { 1, 2, 3 })
            await world.ReportAsync("A", leg, LegProgressStep.Ringing, 1, 3);
        await world.ReportAsync("A", 2, LegProgressStep.Ended, 2, 5, LegEnd.Busy, 0);
        var next = Assert.IsType<CallAnswer.Dial>(await world.FinishAsync("A", 1, LegEnd.NoAnswer, null, true));
        Assert.Equal((4, 0), (next.Leg, next.Also.Count));
        Assert.Equal(next, await world.FinishAsync("A", 1, LegEnd.NoAnswer, null, true));
        await world.FinishAsync("A", 4, LegEnd.Busy, null, true);
        await world.EndAsync("A", 30);
        // A report that the last one rang may still come; then the time for it is over.
        world.Time.Advance(TimeSpan.FromSeconds(61));
        await world.RunTimersAsync();

        var call = await world.FindAsync("A");
        Assert.Equal([LegOutcome.NoAnswer, LegOutcome.Busy, LegOutcome.NoAnswer, LegOutcome.Busy], call.Legs.Select(l => l.Outcome!.Value));
        // One dial earns once, however many rang.
        Assert.Equal(3_000_000, call.Revenue);
    }

    [Fact]
    public async Task Only_members_that_can_take_the_call_ring()
    {
        await using var world = await OpenAsync(Dialect.Sqlite);
        world.Targets[1] = world.Targets[1] with { Enabled = false };
        world.Targets[2] = world.Targets[2] with
        {
            Filters = new TagFilter([new TagRule([new TagCondition("InboundNumber:State", TagOperator.Equals, false, "TX", null)])]),
        };
        var dial = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal(("+12025550113", 0), (dial.Destination.Value, dial.Also.Count));
        var plan = await world.FieldsAsync("A", "CallPlanDetail");
        Assert.Contains("First[1,1] TargetDisabled", plan, StringComparison.Ordinal);
        Assert.Contains("Second[1,1] TagFail", plan, StringComparison.Ordinal);

        world.Targets[3] = world.Targets[3] with { ConcurrencyCap = 1 };
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B"));
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("C"));
        Assert.Contains("Together[1,1] NoMember", await world.FieldsAsync("C", "CallPlanDetail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_all_of_them()
    {
        await using var world = await OpenAsync(Dialect.Sqlite);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 1 };
        world.Targets[2] = world.Targets[2] with { ConcurrencyCap = 1 };
        await world.ReceiveAsync("A");
        Assert.Equal(2, await world.CountAsync("call_slots"));
        foreach (var leg in new[] { 1, 2, 3 })
            await world.ReportAsync("A", leg, LegProgressStep.Ended, 2, 5, LegEnd.Canceled, 0);
        await world.EndAsync("A", 0);
        var call = await world.FindAsync("A");
        Assert.Equal(CallState.Ended, call.State);
        Assert.All(call.Legs, l => Assert.Equal(LegOutcome.CallerHungUpWhileRinging, l.Outcome));
        Assert.Equal(0, await world.CountAsync("call_slots"));
    }

    [Fact]
    public async Task A_restriction_of_the_group_counts_whoever_of_it_took_the_caller()
    {
        await using var world = await OpenAsync(Dialect.Sqlite);
        world.Targets[0] = world.Targets[0] with { RestrictDuplicates = new(DuplicateScope.Target, DuplicateAfter.Connected, null) };
        await world.ReceiveAsync("A");
        await RunAsync(Answered(world, "A"));
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("B"));
        Assert.Contains("Together[1,1] Duplicate", await world.FieldsAsync("B", "CallPlanDetail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_hangs_up_too_soon_is_recovered_from()
    {
        await using var world = await OpenAsync(Dialect.Sqlite);
        (world.Routed, world.RecoverSeconds) = (2, 10);
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 2, LegProgressStep.Answered, 2, 5);
        var next = Assert.IsType<CallAnswer.Dial>(await world.FinishAsync("A", 1, LegEnd.Completed, 4, true, "child-2"));
        Assert.Equal((4, "+12025550111"), (next.Leg, next.Destination.Value));
    }

    [Theory, EachDatabase]
    public async Task The_carriers_record_tells_who_of_them_had_the_call(Dialect dialect)
    {
        await using var world = await OpenAsync(dialect);
        await world.ReceiveAsync("A");
        var (at, arrived) = (CallWorld.At(0), (await world.FindAsync("A")).ArrivedAt);
        CarrierLegRecord[] legs =
        [
            new("c1", "+12025550111", arrived, arrived, LegEnd.Canceled, 0),
            new("c2", "sip:second@example.com", arrived, arrived + TimeSpan.FromSeconds(80), LegEnd.Completed, 75),
            new("c3", "+12025550113", arrived, arrived, LegEnd.Busy, 0),
        ];
        await new TakeCarrierRecord(world.Book(), world.Database).RunAsync(
            CallWorld.Carrier,
            "A",
            new CarrierRecord(true, at, arrived + TimeSpan.FromSeconds(81), 81, legs, null)
        );
        var call = await world.FindAsync("A");
        Assert.Equal(
            (CallState.Ended, new TargetId("TA2"), 75L, 25_000_000L),
            (call.State, call.TargetId, call.ConnectedSeconds, call.Revenue)
        );
        Assert.Equal([LegOutcome.AnsweredElsewhere, LegOutcome.Answered, LegOutcome.Busy], call.Legs.Select(l => l.Outcome!.Value));
    }

    /// <summary>A group of three, of which the first is busy, the second answers, and the third rings on until then.</summary>
    private static Func<Task>[] Answered(CallWorld world, string sid) =>
        [
            () => world.ReportAsync(sid, 1, LegProgressStep.Initiated, 0, 0),
            () => world.ReportAsync(sid, 1, LegProgressStep.Ended, 1, 1, LegEnd.Busy, 0),
            () => world.ReportAsync(sid, 2, LegProgressStep.Ringing, 1, 1),
            () => world.ReportAsync(sid, 3, LegProgressStep.Ringing, 1, 1),
            () => world.ReportAsync(sid, 2, LegProgressStep.Answered, 2, 5),
            () => world.ReportAsync(sid, 3, LegProgressStep.Ended, 2, 5, LegEnd.Canceled, 0),
            () => world.ReportAsync(sid, 2, LegProgressStep.Ended, 3, 65, LegEnd.Completed, 60),
            () => world.FinishAsync(sid, 1, LegEnd.Completed, 60, true, "child-2"),
            () => world.EndAsync(sid, 66),
        ];

    private static async Task RunAsync(Func<Task>[] callbacks)
    {
        foreach (var callback in callbacks)
            await callback();
    }

    private static async Task<CallWorld> OpenAsync(Dialect dialect)
    {
        var world = await CallWorld.OpenAsync(dialect);
        var third = world.Targets[0] with { Id = new("TA4"), Name = "Third", Destination = new(DestinationType.Number, "+12025550113") };
        world.Targets.Add(third);
        world.Targets.Insert(
            0,
            world.Targets[0] with
            {
                Id = new("TA3"),
                Name = "Together",
                Destination = new(DestinationType.Group, "") { Members = [new("TA1"), new("TA2"), new("TA4")] },
                RingSeconds = 40,
            }
        );
        world.Routed = 1;
        return world;
    }
}

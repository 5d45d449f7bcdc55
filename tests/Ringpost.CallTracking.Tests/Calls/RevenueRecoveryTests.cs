using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class RevenueRecoveryTests
{
    [Theory, EachDatabase]
    public async Task A_target_that_hangs_up_too_soon_passes_the_caller_on(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.RecoverSeconds = 10;
        await world.ReceiveAsync("A");
        await AnswerAsync(world, "A", 1, 5);
        var next = Assert.IsType<CallAnswer.Dial>(await world.FinishAsync("A", 1, LegEnd.Completed, 9, true));
        Assert.Equal((2, "sip:second@example.com"), (next.Leg, next.Destination.Value));
        // The carrier that asks again hears the same.
        Assert.Equal(next, await world.FinishAsync("A", 1, LegEnd.Completed, 9, true));

        await AnswerAsync(world, "A", 2, 30);
        await world.ReportAsync("A", 2, LegProgressStep.Ended, 3, 90, LegEnd.Completed, 60);
        await world.FinishAsync("A", 2, LegEnd.Completed, 60, false);
        await world.EndAsync("A", 95);

        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, new TargetId("TA2"), 69), (call.State, call.TargetId, call.ConnectedSeconds));
        Assert.Equal(
            [(false, 0L, (ConversionRefusal?)ConversionRefusal.TooShort), (true, 25_000_000L, null)],
            call.Legs.Select(l => (l.Converted, l.Revenue, l.ConversionReason))
        );
        Assert.Equal((25_000_000, 10_000_000), (call.Revenue, call.Payout));
        Assert.Equal(
            ["CallPlanDetail", "TargetDialed", "ConnectedCall", "TargetDialed", "ReroutedCall", "ConnectedCall", "CompletedCall"],
            (await world.EventsAsync("A")).Take(7)
        );
        Assert.Equal(["incoming", "connected", "completed", "converted", "payout", "finalized"], await world.PixelsAsync("A"));
    }

    [Theory, EachDatabase]
    public async Task Each_leg_earns_by_its_own_route_and_the_payout_counts_their_seconds_together_once(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.RecoverSeconds = 60;
        world.Conversion = new(ConvertOn.Connected, 0, TimerStart.Connected, 4_000_000);
        await world.ReceiveAsync("A");
        foreach (var leg in new[] { 1, 2 })
        {
            await AnswerAsync(world, "A", leg, 10 * leg);
            await world.FinishAsync("A", leg, LegEnd.Completed, 30, leg == 1);
        }

        await world.EndAsync("A", 80);
        var call = await world.FindAsync("A");
        Assert.Equal((8_000_000, 10_000_000, 60), (call.Revenue, call.Payout, call.ConnectedSeconds));
        Assert.Single(await world.PixelsAsync("A"), p => p == "payout");
    }

    [Theory]
    [InlineData(10, 9, true, true)]
    [InlineData(10, 10, true, false)]
    [InlineData(10, 9, false, false)]
    [InlineData(0, 0, true, false)]
    public async Task Only_a_target_recovers_and_only_before_the_seconds(int threshold, int seconds, bool callerPresent, bool recovers)
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        // The target's word stands before the campaign's.
        world.RecoverSeconds = 3600 - threshold;
        world.Targets[0] = world.Targets[0] with { RecoverSeconds = threshold };
        await world.ReceiveAsync("A");
        await AnswerAsync(world, "A", 1, 5);
        var answer = await world.FinishAsync("A", 1, LegEnd.Completed, seconds, callerPresent);
        Assert.Equal(recovers, answer is CallAnswer.Dial);
    }

    [Fact]
    public async Task Seconds_that_nobody_stated_recover_nothing()
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        world.RecoverSeconds = 10;
        await world.ReceiveAsync("A");
        await AnswerAsync(world, "A", 1, 5);
        Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync("A", 1, LegEnd.Completed, null, true));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(null, true)]
    public async Task Reroute_attempts_say_how_many_connections_a_call_may_have_had(int? attempts, bool taken)
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        world.RecoverSeconds = 10;
        world.Buyer = world.Buyer with { RerouteAttempts = 5 };
        world.Targets[1] = world.Targets[1] with { RerouteAttempts = attempts };
        await world.ReceiveAsync("A");
        await AnswerAsync(world, "A", 1, 5);
        Assert.Equal(taken, await world.FinishAsync("A", 1, LegEnd.Completed, 2, true) is CallAnswer.Dial);
        Assert.Equal(!taken, (await world.FieldsAsync("A", "CallPlanDetail")).Contains("Second[2,1] Rerouted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_is_passed_on_five_times_and_dial_attempts_count_anew()
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        world.RecoverSeconds = 10;
        for (var i = 3; i < 20; i++)
            world.Targets.Add(world.Targets[0] with { Id = new($"TA{i}"), Name = $"Target {i}" });
        await world.ReceiveAsync("A");
        var (leg, connections) = (1, 0);
        CallAnswer? answer = null;
        for (; answer is not CallAnswer.HangUp; leg++)
        {
            // Busy, busy, answered: three attempts for each connection.
            var answers = leg % 3 == 0;
            if (answers)
                await AnswerAsync(world, "A", leg, leg * 10);
            connections += answers ? 1 : 0;
            answer = await world.FinishAsync("A", leg, answers ? LegEnd.Completed : LegEnd.Busy, answers ? 2 : null, true);
        }

        Assert.Equal((6, 18), (connections, leg - 1));
    }

    [Theory, EachDatabase]
    public async Task A_caller_who_gives_up_while_the_next_rings_keeps_the_connection_that_was(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.RecoverSeconds = 10;
        await world.ReceiveAsync("A");
        await AnswerAsync(world, "A", 1, 5);
        await world.FinishAsync("A", 1, LegEnd.Completed, 4, true);
        await world.ReportAsync("A", 2, LegProgressStep.Ringing, 1, 12);
        await world.ReportAsync("A", 2, LegProgressStep.Ended, 2, 15, LegEnd.Canceled, 0);
        await world.EndAsync("A", 15);
        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, true, new TargetId("TA1"), 4), (call.State, call.Connected, call.TargetId, call.ConnectedSeconds));
        Assert.Equal([LegOutcome.Answered, LegOutcome.CallerHungUpWhileRinging], call.Legs.Select(l => l.Outcome!.Value));
        Assert.Equal(PayoutRefusal.TooShort, call.PayoutReason);
    }

    private static async Task AnswerAsync(CallWorld world, string sid, int leg, int at)
    {
        await world.ReportAsync(sid, leg, LegProgressStep.Ringing, 1, at);
        await world.ReportAsync(sid, leg, LegProgressStep.Answered, 2, at + 4);
    }
}

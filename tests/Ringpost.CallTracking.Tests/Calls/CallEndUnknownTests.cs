using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallEndUnknownTests
{
    [Theory, EachDatabase]
    public async Task A_call_that_nobody_ends_is_given_up_and_settled_by_the_carriers_later_word(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 1 };
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 1, LegProgressStep.Answered, 2, 5);
        Assert.Equal(1, await world.CountAsync("call_slots"));
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.RunTimersAsync();

        var call = await world.FindAsync("A");
        Assert.Equal(
            (CallState.EndUnknown, ConversionRefusal.EndUnknown, PayoutRefusal.EndUnknown),
            (call.State, call.ConversionReason, call.PayoutReason)
        );
        Assert.Null(call.ConnectedSeconds);
        Assert.Equal(0, await world.CountAsync("call_slots"));
        Assert.Equal(["incoming", "connected", "completed", "finalized"], await world.PixelsAsync("A"));

        await world.FinishAsync("A", 1, LegEnd.Completed, 70, false);
        await world.EndAsync("A", 80);
        call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, true, true, 70), (call.State, call.Converted, call.Paid, call.ConnectedSeconds));
        Assert.Equal(80, call.CallSeconds);
        Assert.Equal(["incoming", "connected", "completed", "finalized", "converted", "payout"], await world.PixelsAsync("A"));
    }

    [Theory, EachDatabase]
    public async Task After_a_grace_a_call_is_settled_by_the_end_that_was_stated(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.FinishAsync("A", 1, LegEnd.Completed, 61, true);
        Assert.Equal(CallState.LegsOver, (await world.FindAsync("A")).State);
        world.Time.Advance(TimeSpan.FromSeconds(61));
        await world.RunTimersAsync();

        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, true, true), (call.State, call.Converted, call.Paid));
        Assert.Equal(EndedBy.Target, call.EndedBy);
        // Settled is settled: what comes now only completes the record.
        Assert.Equal(FactOutcome.Taken, await world.EndAsync("A", 5));
        Assert.Equal(FactOutcome.CallIsOver, await world.ReportAsync("A", 1, LegProgressStep.Ended, 3, 5, LegEnd.Completed, 5));
        var later = await world.FindAsync("A");
        Assert.Equal((5, 61, call.Payout, call.EndedAt), (later.CallSeconds, later.ConnectedSeconds, later.Payout, later.EndedAt));
    }

    [Theory, EachDatabase]
    public async Task Sides_are_settled_apart_when_only_one_waits_for_the_calls_length(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Payouts[0] = world.Payouts[0] with { TimerStart = TimerStart.Incoming };
        await world.ReceiveAsync("A");
        await world.FinishAsync("A", 1, LegEnd.Completed, 61, true);
        world.Time.Advance(TimeSpan.FromSeconds(61));
        await world.RunTimersAsync();
        var call = await world.FindAsync("A");
        Assert.Equal(
            (CallState.EndUnknown, true, false, PayoutRefusal.EndUnknown),
            (call.State, call.Converted, call.Paid, call.PayoutReason!.Value)
        );

        await world.EndAsync("A", 66);
        call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, true, true), (call.State, call.Converted, call.Paid));
        Assert.Single(await world.EventsAsync("A"), e => e == "ConvertedCall");
    }
}

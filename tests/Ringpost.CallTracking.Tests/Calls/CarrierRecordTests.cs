using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CarrierRecordTests
{
    private static readonly Money Price = new(24_500, Currency.Usd);

    [Theory, EachDatabase]
    public async Task A_call_that_nobody_ended_is_settled_by_the_carriers_record(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("C1");
        await world.ReportAsync("C1", 1, LegProgressStep.Answered, 2, 5);
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.RunTimersAsync();
        Assert.Equal(CallState.EndUnknown, (await world.FindAsync("C1")).State);

        Assert.Equal(FactOutcome.Taken, await TakeAsync(world, "C1", Record("child-1", 75)));
        var call = await world.FindAsync("C1");
        Assert.Equal(
            (CallState.Ended, true, true, 75L, 81L),
            (call.State, call.Converted, call.Paid, call.ConnectedSeconds, call.CallSeconds)
        );
        Assert.Equal((24_500L, "USD"), await CostAsync(world, "C1"));

        // Told once more it changes nothing but a price.
        Assert.Equal(
            FactOutcome.CallIsOver,
            await TakeAsync(world, "C1", Record("child-1", 90) with { Cost = new Money(30_000, Currency.Usd) })
        );
        Assert.Equal(75L, (await world.FindAsync("C1")).ConnectedSeconds);
        Assert.Equal(30_000L, (await CostAsync(world, "C1")).Cost);
    }

    [Theory, EachDatabase]
    public async Task A_call_whose_end_the_carrier_forgot_to_tell_is_ended_and_gives_back_its_slot(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 1 };
        await world.ReceiveAsync("C1");
        await world.ReportAsync("C1", 1, LegProgressStep.Answered, 2, 5);
        Assert.Equal(1, await world.CountAsync("call_slots"));

        Assert.Equal(FactOutcome.CallIsOver, await TakeAsync(world, "C1", Record("child-1", 20) with { Ended = false, Cost = null }));
        Assert.Equal(CallState.Connected, (await world.FindAsync("C1")).State);
        Assert.Equal(FactOutcome.Taken, await TakeAsync(world, "C1", Record("child-1", 20) with { Cost = null }));
        var call = await world.FindAsync("C1");
        Assert.Equal((CallState.Ended, false, 20L), (call.State, call.Converted, call.ConnectedSeconds));
        Assert.Equal(0, await world.CountAsync("call_slots"));
        Assert.Equal((null, null), await CostAsync(world, "C1"));
        Assert.Equal(FactOutcome.UnknownCall, await TakeAsync(world, "C9", Record("x", 20)));
    }

    [Theory, EachDatabase]
    public async Task A_target_sees_the_caller_and_the_tracking_number_where_the_caller_is_withheld(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        Assert.Null(Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C1")).CallerId);
        Assert.Equal(CallWorld.Number, Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C2", null)).CallerId);
    }

    private static CarrierRecord Record(string leg, long seconds) =>
        new(
            true,
            CallWorld.At(0),
            CallWorld.At(90),
            seconds + 6,
            [new(leg, "+12025550111", CallWorld.At(1), CallWorld.At(90), LegEnd.Completed, seconds)],
            Price
        );

    private static Task<FactOutcome> TakeAsync(CallWorld world, string sid, CarrierRecord record) =>
        new TakeCarrierRecord(world.Book(), world.Database).RunAsync(CallWorld.Carrier, sid, record);

    private static Task<(long? Cost, string? Currency)> CostAsync(CallWorld world, string sid) =>
        world.Database.ReadAsync(c =>
            c.QuerySingleAsync<(long?, string?)>("SELECT cost, cost_currency FROM calls WHERE carrier_call_id = @sid", new { sid })
        );
}

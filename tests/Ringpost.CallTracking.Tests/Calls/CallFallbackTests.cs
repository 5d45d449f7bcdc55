using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Routing;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallFallbackTests
{
    private static readonly Fallback ToSecond = new(FallbackKind.Target, new TargetId("TA2"), "");
    private static readonly Fallback Words = new(FallbackKind.Message, null, "We are closed.");

    [Theory, EachDatabase]
    public async Task A_target_without_a_route_takes_the_call_that_nobody_can_take(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        (world.Routed, world.Fallback) = (1, ToSecond);
        world.Targets[0] = world.Targets[0] with { Enabled = false };
        var dial = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal((1, "sip:second@example.com"), (dial.Leg, dial.Destination.Value));
        Assert.Equal(dial, await world.ReceiveAsync("A"));
        Assert.Null((await world.FindAsync("A")).IncompleteReason);
        Assert.Contains("FallbackTarget", await world.EventsAsync("A"));

        await world.TalkAsync("A", 70);
        var call = await world.FindAsync("A");
        // Without a route of its own it earns by the buyer's webhook only; the publisher is paid as for any call.
        Assert.Equal((CallState.Ended, 0, 10_000_000), (call.State, call.Revenue, call.Payout));
        Assert.Equal(ConversionRefusal.AwaitsPostback, call.ConversionReason);
        Assert.Equal(["incoming", "connected", "completed", "payout", "finalized"], await world.PixelsAsync("A"));
    }

    [Fact]
    public async Task The_fallback_is_dialed_whatever_its_filters_and_earns_by_its_own_route()
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        world.Fallback = ToSecond;
        foreach (var i in new[] { 0, 1 })
            world.Targets[i] = world.Targets[i] with { RestrictDuplicates = new(DuplicateScope.Target, DuplicateAfter.Connected, null) };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 10);
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 10);
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C"));
        await world.TalkAsync("C", 60);
        Assert.Equal(25_000_000, (await world.FindAsync("C")).Revenue);
    }

    [Theory, EachDatabase]
    public async Task A_message_is_said_and_the_call_is_incomplete(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        (world.Routed, world.Fallback) = (0, Words);
        Assert.Equal(new CallAnswer.Say("We are closed."), await world.ReceiveAsync("A"));
        Assert.Equal(new CallAnswer.Say("We are closed."), await world.ReceiveAsync("A"));
        await world.EndAsync("A", 6);
        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, IncompleteReason.NoTarget), (call.State, call.IncompleteReason));
        Assert.Equal(["CallPlanDetail", "FallbackMessage", "IncompleteCall", "Error", "EndCallSource"], await world.EventsAsync("A"));
    }

    [Fact]
    public async Task The_campaigns_word_stands_before_the_instances()
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        (world.Routed, world.Routing) = (0, new RoutingSettings(Fallback: Words));
        Assert.IsType<CallAnswer.Say>(await world.ReceiveAsync("A"));
        world.Fallback = ToSecond;
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B"));
        world.Fallback = Fallback.None;
        Assert.Equal(new CallAnswer.Reject(CallRejection.NoTarget), await world.ReceiveAsync("C"));
        // A paused one is no resort.
        world.Fallback = ToSecond;
        world.Targets[1] = world.Targets[1] with { Enabled = false };
        Assert.Equal(new CallAnswer.Reject(CallRejection.NoTarget), await world.ReceiveAsync("D"));
        Assert.Contains("Second[1,1] TargetDisabled", await world.FieldsAsync("D", "CallPlanDetail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_that_were_dialed_in_vain_are_followed_by_no_fallback()
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        (world.Routed, world.Fallback) = (1, ToSecond);
        await world.ReceiveAsync("A");
        Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync("A", 1, LegEnd.Busy, null, true));
    }
}

using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallFlowTests
{
    [Theory, EachDatabase]
    public async Task A_call_that_is_long_enough_converts_and_pays(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var dial = Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        Assert.Equal(("+12025550111", 1, 20, true), (dial.Destination.Value, dial.Leg, dial.RingSeconds, dial.Record));
        await world.TalkAsync("A", 75);
        Assert.Equal(FactOutcome.Taken, await world.RecordAsync("A", "https://rec.example/1"));

        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, true, true, true), (call.State, call.Connected, call.Converted, call.Paid));
        Assert.Equal(
            (25_000_000, 10_000_000, 81, 75, 80),
            (call.Revenue, call.Payout, call.CallSeconds, call.ConnectedSeconds, call.DialedSeconds)
        );
        Assert.Equal((EndedBy.Caller, "TA1", "BU1"), (call.EndedBy, call.TargetId?.Value, call.BuyerId?.Value));
        Assert.Equal(
            [
                "CallPlanDetail",
                "TargetDialed",
                "ConnectedCall",
                "CompletedCall",
                "ConvertedCall",
                "PayoutCall",
                "EndCallSource",
                "RecordedCall",
            ],
            await world.EventsAsync("A")
        );
        Assert.Equal(["incoming", "connected", "completed", "converted", "payout", "finalized", "recording"], await world.PixelsAsync("A"));
        Assert.Equal($"https://x.example/p?o=77&a=42&p=&ap=&t={call.Id}", await world.PixelUrlAsync("A", "incoming"));
        Assert.Equal($"https://x.example/p?o=77&a=42&p=25.00&ap=10.00&t={call.Id}", await world.PixelUrlAsync("A", "converted"));
        Assert.Equal(0, await world.CountAsync("timers"));
    }

    [Theory, EachDatabase]
    public async Task Exactly_the_seconds_is_enough_and_one_less_is_not(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 60);
        await world.ReceiveAsync("B", "+16615550107");
        await world.TalkAsync("B", 59);

        Assert.True((await world.FindAsync("A")) is { Converted: true, Paid: true });
        var shortCall = await world.FindAsync("B");
        Assert.Equal((false, false, 0, 0), (shortCall.Converted, shortCall.Paid, shortCall.Revenue, shortCall.Payout));
        Assert.Equal((ConversionRefusal.TooShort, PayoutRefusal.TooShort), (shortCall.ConversionReason, shortCall.PayoutReason));
        Assert.Equal(["incoming", "connected", "completed", "finalized"], await world.PixelsAsync("B"));
        Assert.EndsWith($"&p=0.00&ap=0.00&t={shortCall.Id}", await world.PixelUrlAsync("B", "completed"), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_busy_target_is_followed_by_the_next(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        var next = Assert.IsType<CallAnswer.Dial>(await world.FinishAsync("A", 1, LegEnd.Busy, null, true));
        Assert.Equal((2, DestinationType.Sip), (next.Leg, next.Destination.Type));
        // The carrier did not hear the answer and asks again.
        Assert.Equal(next, await world.FinishAsync("A", 1, LegEnd.Busy, null, true));
        await world.FinishAsync("A", 2, LegEnd.Completed, 90, true);
        await world.EndAsync("A", 100);

        var call = await world.FindAsync("A");
        Assert.Equal((true, "TA2", EndedBy.Target), (call.Converted, call.TargetId?.Value, call.EndedBy));
        Assert.Equal([LegOutcome.Busy, LegOutcome.Answered], call.Legs.Select(l => l.Outcome!.Value));
        Assert.Equal([ConversionRefusal.NotConnected, null], call.Legs.Select(l => l.ConversionReason));
    }

    [Theory, EachDatabase]
    public async Task A_call_that_nobody_answers_ends_unconnected(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.FinishAsync("A", 1, LegEnd.NoAnswer, null, true);
        Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync("A", 2, LegEnd.Failed, null, true));
        await world.EndAsync("A", 0);

        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Ended, false, EndedBy.System), (call.State, call.Connected, call.EndedBy));
        Assert.Equal((ConversionRefusal.NotConnected, PayoutRefusal.NotConnected), (call.ConversionReason, call.PayoutReason));
        Assert.Equal(["incoming", "error", "finalized"], await world.PixelsAsync("A"));
    }

    [Theory, EachDatabase]
    public async Task Nobody_is_dialled_for_a_caller_who_hung_up_while_it_rang(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.EndAsync("A", 9);
        Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync("A", 1, LegEnd.NoAnswer, null, false));

        var call = await world.FindAsync("A");
        var leg = Assert.Single(call.Legs);
        Assert.Equal(
            (LegOutcome.CallerHungUpWhileRinging, EndedBy.Caller, CallState.Ended),
            (leg.Outcome!.Value, call.EndedBy!.Value, call.State)
        );
        Assert.Equal(["incoming", "finalized"], await world.PixelsAsync("A"));
    }

    [Theory, EachDatabase]
    public async Task A_caller_who_gave_up_is_settled_at_once_though_the_dial_is_never_reported(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 1, LegProgressStep.Ended, 2, 8, LegEnd.Canceled, 0);
        await world.EndAsync("A", 9);

        var call = await world.FindAsync("A");
        Assert.Equal(
            (LegOutcome.CallerHungUpWhileRinging, EndedBy.Caller, CallState.Ended),
            (call.Legs[0].Outcome!.Value, call.EndedBy!.Value, call.State)
        );
        Assert.Equal(["incoming", "finalized"], await world.PixelsAsync("A"));
    }

    [Theory, EachDatabase]
    public async Task The_two_end_callbacks_alone_settle_a_call_that_nobody_answered(Dialect dialect)
    {
        foreach (var (end, sid) in new[] { (LegEnd.Canceled, "A"), (LegEnd.NoAnswer, "B") })
        {
            await using var world = await CallWorld.OpenAsync(dialect);
            await world.ReceiveAsync(sid);
            await world.ReportAsync(sid, 1, LegProgressStep.Initiated, 0, 0);
            await world.ReportAsync(sid, 1, LegProgressStep.Ringing, 1, 1);
            await world.ReportAsync(sid, 1, LegProgressStep.Ended, 2, 9, end);
            await world.EndAsync(sid, 9);

            var call = await world.FindAsync(sid);
            Assert.Equal(
                (LegOutcome.CallerHungUpWhileRinging, EndedBy.Caller, CallState.Ended),
                (call.Legs[0].Outcome!.Value, call.EndedBy!.Value, call.State)
            );
            // The dial's result comes late and changes nothing.
            Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync(sid, 1, end, null, false));
            Assert.Equal(["CallPlanDetail", "TargetDialed", "CallerHungUpWhileRinging", "EndCallSource"], await world.EventsAsync(sid));
            Assert.Equal(["incoming", "finalized"], await world.PixelsAsync(sid));
        }
    }

    [Theory, EachDatabase]
    public async Task An_events_amounts_and_seconds_are_numbers_beside_the_targets_fields(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        var fields = (
            await world.Database.ReadAsync(c =>
                c.QueryAsync<(string Name, string Fields)>("SELECT name AS Name, fields AS Fields FROM call_events")
            )
        ).ToDictionary(e => e.Name, e => JsonDocument.Parse(e.Fields).RootElement);
        Assert.Equal(
            (25m, 10m),
            (
                fields["ConvertedCall"].GetProperty("conversionAmount").GetDecimal(),
                fields["ConvertedCall"].GetProperty("payoutAmount").GetDecimal()
            )
        );
        Assert.Equal(10m, fields["PayoutCall"].GetProperty("payoutAmount").GetDecimal());
        Assert.Equal("Caller", fields["EndCallSource"].GetProperty("source").GetString());
        Assert.Equal(JsonValueKind.Number, fields["ConnectedCall"].GetProperty("timeToConnect").ValueKind);
        foreach (var name in new[] { "ConnectedCall", "CompletedCall", "ConvertedCall" })
            Assert.Equal("First", fields[name].GetProperty("targetName").GetString());
    }

    [Theory, EachDatabase]
    public async Task A_call_without_a_target_is_incomplete_and_an_error(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { Enabled = false };
        world.Targets[1] = world.Targets[1] with { Enabled = false };
        Assert.Equal(new CallAnswer.Reject(CallRejection.NoTarget), await world.ReceiveAsync("A"));
        Assert.Equal(new CallAnswer.Reject(CallRejection.NoTarget), await world.ReceiveAsync("A"));
        await world.EndAsync("A", 0);

        var call = await world.FindAsync("A");
        Assert.Equal(
            (IncompleteReason.NoTarget, ConversionRefusal.NotDialed),
            (call.IncompleteReason!.Value, call.ConversionReason!.Value)
        );
        Assert.Equal(["incoming", "error", "finalized"], await world.PixelsAsync("A"));
    }

    [Theory, EachDatabase]
    public async Task A_paused_campaign_blocks_and_an_unknown_number_leaves_no_call(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.CampaignEnabled = false;
        Assert.Equal(new CallAnswer.Reject(CallRejection.Blocked), await world.ReceiveAsync("A"));
        Assert.Equal(FactOutcome.CallIsBlocked, await world.EndAsync("A", 0));
        var receive = new ReceiveCall(world.Book(), new(world.Time), new WeightDraw());
        await receive.RunAsync(new(CallWorld.Carrier, "B", null, "+18005550000", false));
        var unknown = await receive.RunAsync(new(CallWorld.Carrier, "C", null, "+18005550000", false));

        var call = await world.FindAsync("A");
        Assert.Equal((CallState.Blocked, BlockReason.CampaignPaused), (call.State, call.BlockReason!.Value));
        Assert.Empty(await world.PixelsAsync("A"));
        Assert.Equal(new CallAnswer.Reject(CallRejection.UnknownNumber), unknown);
        // People are told once, however often it is called.
        Assert.Equal(
            1,
            await world.Database.ReadAsync(c =>
                c.ExecuteScalarAsync<long>(
                    "SELECT COUNT(*) FROM alerts WHERE kind = 'UnassignedNumber' AND subject = 'number:+18005550000'"
                )
            )
        );
        Assert.Equal(1, await world.CountAsync("calls"));
    }

    [Theory, EachDatabase]
    public async Task A_caller_who_was_connected_before_is_a_duplicate(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.ReceiveAsync("B");
        await world.TalkAsync("A", 10);
        await world.ReceiveAsync("C");
        await world.ReceiveAsync("D", null);

        Assert.False((await world.FindAsync("B")).Duplicate);
        Assert.True((await world.FindAsync("C")) is { Duplicate: true, PreviouslyConnected: true });
        Assert.False((await world.FindAsync("D")).Duplicate);
    }
}

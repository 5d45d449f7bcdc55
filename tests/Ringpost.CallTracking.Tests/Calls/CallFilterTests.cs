using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>Tag filters and hours at the targets and pixels of a call. The calls arrive on Monday at 15:04 UTC, from California.</summary>
public sealed class CallFilterTests
{
    [Theory, EachDatabase]
    public async Task A_closed_target_and_one_whose_filter_fails_are_left_out_with_their_reasons(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { Hours = Open("16:00", "18:00") };
        world.Targets[1] = world.Targets[1] with { Filters = State("NY") };
        Assert.Equal(new CallAnswer.Reject(CallRejection.NoTarget), await world.ReceiveAsync("A"));
        Assert.Equal("First[1,1] Closed\nSecond[2,1] TagFail", await IneligibleAsync(world, "A"));

        world.Targets[0] = world.Targets[0] with { Hours = Open("15:04", "16:00") };
        Assert.Equal("+12025550111", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B")).Destination.Value);
        world.Targets[0] = world.Targets[0] with { Enabled = false };
        world.Targets[1] = world.Targets[1] with { Filters = State("ca") };
        Assert.Equal("sip:second@example.com", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C")).Destination.Value);
    }

    [Theory, EachDatabase]
    public async Task A_target_that_closes_while_another_rings_is_not_dialed(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[1] = world.Targets[1] with { Hours = Open("15:00", "15:05") };
        await world.ReceiveAsync("A");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync("A", 1, LegEnd.NoAnswer, null, true));
        Assert.Equal("\nSecond[2,1] Closed", await IneligibleAsync(world, "A"));
    }

    [Theory, EachDatabase]
    public async Task A_pixel_whose_filter_the_call_does_not_pass_is_stored_as_skipped(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.PixelFilter = new([new([new("CallLength:FromConnect", TagOperator.GreaterThan, false, "60", null)])]);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        var deliveries = (
            await world.Database.ReadAsync(c =>
                c.QueryAsync<(string Event, string State, string Note)>("SELECT event, state, note FROM deliveries ORDER BY id")
            )
        ).ToDictionary(d => d.Event, d => (d.State, $"{Phrase.OfKept(d.Note)}"));
        var skipped = ("skipped", "Skipped by its filter, which asks: CallLength:FromConnect is greater than “60”.");
        Assert.Equal((skipped, skipped), (deliveries["incoming"], deliveries["connected"]));
        Assert.Equal(("pending", ""), deliveries["completed"]);
        Assert.Equal(("pending", ""), deliveries["finalized"]);
    }

    private static TagFilter State(string code) => new([new([new("InboundNumber:State", TagOperator.Equals, false, code, null)])]);

    private static OpeningHours Open(string from, string until) =>
        new("UTC", [new(DayOfWeek.Monday, TimeOnly.ParseExact(from, "HH:mm"), TimeOnly.ParseExact(until, "HH:mm"), [])]);

    /// <summary>The ineligible targets of all plan events of the call.</summary>
    private static async Task<string> IneligibleAsync(CallWorld world, string sid)
    {
        var call = await world.FindAsync(sid);
        var plans = await world.Database.ReadAsync(c =>
            c.QueryAsync<string>(
                "SELECT fields FROM call_events WHERE call_id = @Id AND name = 'CallPlanDetail' ORDER BY seq",
                new { call.Id }
            )
        );
        return string.Join(
            '\n',
            plans.Select(fields => System.Text.Json.JsonDocument.Parse(fields).RootElement.GetProperty("ineligibleTargets").GetString())
        );
    }
}

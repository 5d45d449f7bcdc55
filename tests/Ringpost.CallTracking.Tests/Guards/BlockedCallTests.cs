using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Guards;

public sealed class BlockedCallTests
{
    [Theory, EachDatabase]
    public async Task A_blocked_caller_is_turned_away_with_the_reason_and_no_pixel(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Blocks.Add(Block("BL1", "+16615550106"));
        world.Blocks.Add(Block("BL2", "+1415*"));
        world.Blocks.Add(Block("BL3", BlockPattern.Anonymous));
        foreach (
            var (sid, caller, reason, block) in new[]
            {
                ("A", "+16615550106", BlockReason.NumberBlocked, "BL1"),
                ("B", "+14155550106", BlockReason.PrefixBlocked, "BL2"),
                ("C", null, BlockReason.AnonymousBlocked, "BL3"),
            }
        )
        {
            Assert.Equal(new CallAnswer.Reject(CallRejection.Blocked), await world.ReceiveAsync(sid, caller));
            // The carrier asks again.
            Assert.Equal(new CallAnswer.Reject(CallRejection.Blocked), await world.ReceiveAsync(sid, caller));
            var call = await world.FindAsync(sid);
            Assert.Equal((CallState.Blocked, reason, false), (call.State, call.BlockReason, call.IsLive));
            Assert.Equal(["BlockedCall"], await world.EventsAsync(sid));
            Assert.Empty(await world.PixelsAsync(sid));
            using var fields = JsonDocument.Parse(await FieldsAsync(world, call.Id));
            Assert.Equal(block, fields.RootElement.GetProperty("blockedNumberId").GetString());
        }

        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("D", "+16615550107"));
        Assert.Equal((4, 1), (await world.CountAsync("calls"), await world.CountAsync("call_legs")));
    }

    [Theory, EachDatabase]
    public async Task A_pause_is_told_before_a_block(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.CampaignEnabled = false;
        world.Blocks.Add(Block("BL1", "+1*"));
        await world.ReceiveAsync("A");
        Assert.Equal(BlockReason.CampaignPaused, (await world.FindAsync("A")).BlockReason);
    }

    [Theory, EachDatabase]
    public async Task A_call_that_was_missed_in_an_outage_is_blocked_where_it_reached_nobody(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Blocks.Add(Block("BL1", "+16615550106"));
        Assert.Equal(RecoverOutcome.Recovered, await world.RecoverAsync("A", "+16615550106"));
        Assert.Equal(
            (CallState.Blocked, BlockReason.NumberBlocked),
            await world.FindAsync("A") is var a ? (a.State, a.BlockReason) : default
        );
        Assert.Empty(await world.PixelsAsync("A"));
        Assert.Equal(["RecoveredCall", "BlockedCall"], await world.EventsAsync("A"));

        // The fallback joined it with a target: that has happened.
        Assert.Equal(RecoverOutcome.Recovered, await world.RecoverAsync("B", "+16615550106", 75));
        Assert.True(await world.FindAsync("B") is { State: CallState.Ended, BlockReason: null, Paid: true });
        // Blocked only after the call.
        world.Blocks[0] = world.Blocks[0] with
        {
            CreatedAt = world.Database.Now,
        };
        await world.RecoverAsync("C", "+16615550106");
        Assert.Equal(IncompleteReason.Missed, (await world.FindAsync("C")).IncompleteReason);
    }

    private static BlockedNumber Block(string id, string number) => new(new(id), number, null, "", null, "Ada", null, default);

    private static Task<string> FieldsAsync(CallWorld world, CallId id) =>
        world.Database.ReadAsync(c => c.QuerySingleAsync<string>("SELECT fields FROM call_events WHERE call_id = @id", new { id }));
}

using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Annotations;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Erasure;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Delivery;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Erasure;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Erasure;

/// <summary>What erasing a caller does to calls: the number goes, what was decided and what is decided later stays right.</summary>
public sealed class EraseCallerTests
{
    private const string Caller = "+16615550106";
    private const string Digits = "6615550106";
    private const string Tail =
        "&c=[tag:InboundNumber:Number]&n=[tag:InboundNumber:AreaCode]&x=[tag:InboundNumber:Prefix]&y=[tag:InboundNumber:Suffix]&r=[Call:RecordingUrl]";

    [Theory, EachDatabase]
    public async Task A_caller_is_gone_from_calls_over_and_live_and_the_money_is_what_it_would_have_been(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReceiveAsync("over");
        await world.TalkAsync("over", 75);
        await world.RecordAsync("over", "https://api.example.com/Recordings/RE9");
        await new AnnotateCall(world.Database).RunAsync(
            Actor.System,
            (await world.FindAsync("over")).Id,
            new(new Dictionary<string, string?> { ["note"] = "call back at (661) 555-0106" })
        );
        await world.ReceiveAsync("live");
        await world.ReportAsync("live", 1, LegProgressStep.Answered, 2, 5);
        await world.ReceiveAsync("other", "+16615550107");

        var preview = (await Erase(world).PreviewAsync(Actor.System, new("(661) 555-0106"))).Value;
        Assert.Equal((2, 1, 1), (preview.Calls, preview.LiveCalls, preview.Recordings));
        var erased = (await Erase(world).RunAsync(Actor.System, new(Caller))).Value;
        Assert.Equal((2, 1), (erased.Calls, erased.Recordings));
        Assert.True(erased.Deliveries > 0);
        await WalkAsync(world);
        Assert.Empty(await StoredTexts.FindAsync(world.Database, Digits));
        Assert.Empty(await StoredTexts.FindAsync(world.Database, "RE9"));

        // The live call goes on, and tells no number to anybody.
        await world.TalkAsync("live", 75);
        foreach (var sid in new[] { "over", "live" })
        {
            var call = await world.FindAsync(sid);
            Assert.Equal((erased.Word, 25_000_000, 10_000_000), (call.Caller, call.Revenue, call.Payout));
        }

        var sent = await world.PixelUrlAsync("live", "payout");
        Assert.EndsWith("&c=&n=&x=&y=&r=", sent, StringComparison.Ordinal);
        Assert.Equal(FactOutcome.CallerIsErased, await world.RecordAsync("live", "https://api.example.com/Recordings/RE8"));
        Assert.Equal("+16615550107", (await world.FindAsync("other")).Caller);
        Assert.Empty(await StoredTexts.FindAsync(world.Database, Digits));
    }

    [Theory, EachDatabase]
    public async Task What_a_window_decides_later_still_knows_the_erased_calls_and_a_new_call_is_a_new_callers(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        world.Payouts[0] = world.Payouts[0] with { DedupeSeconds = -1 };
        await PaidAsync(world, "first", Caller);
        await world.ReceiveAsync("live", Caller);
        await PaidAsync(world, "stranger", "+16615550107");
        var one = (await Erase(world).RunAsync(Actor.System, new(Caller))).Value;
        var two = (await Erase(world).RunAsync(Actor.System, new("+16615550107"))).Value;
        Assert.NotEqual(one.Word, two.Word);

        await world.TalkAsync("live", 75);
        Assert.Equal(PayoutRefusal.Duplicate, (await world.FindAsync("live")).PayoutReason);

        // The same number is a caller whom nobody knows; so is one who withholds it: erased callers are not anonymous ones.
        foreach (var (sid, caller) in new[] { ("new", Caller), ("withheld", null) })
        {
            await world.ReceiveAsync(sid, caller);
            await world.TalkAsync(sid, 75);
            var call = await world.FindAsync(sid);
            Assert.Equal((false, false, true), (call.Duplicate, call.PreviouslyConnected, call.Paid));
        }
    }

    [Theory, EachDatabase]
    public async Task Erased_while_its_calls_end_nothing_is_left_and_every_call_is_paid(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        string[] calls = [.. Enumerable.Range(0, 16).Select(i => $"c{i}")];
        foreach (var sid in calls)
        {
            await world.ReceiveAsync(sid);
            await world.ReportAsync(sid, 1, LegProgressStep.Answered, 2, 5);
            await world.FinishAsync(sid, 1, LegEnd.Completed, 75, false);
        }

        var book = world.Book();
        await Task.WhenAll([
            .. calls.Select(sid => Task.Run(() => world.EndAsync(sid, 81, book: book))),
            Task.Run(() => Erase(world).RunAsync(Actor.System, new(Caller))),
        ]);
        await WalkAsync(world);
        Assert.Empty(await StoredTexts.FindAsync(world.Database, Digits));
        foreach (var sid in calls)
            Assert.Equal(10_000_000, (await world.FindAsync(sid)).Payout);
    }

    [Theory, EachDatabase]
    public async Task Only_administrators_may_and_the_history_says_who_but_not_whom(Dialect dialect)
    {
        await using var world = await WorldAsync(dialect);
        await world.ReceiveAsync("A");
        var reader = new Actor("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);
        Assert.IsType<Forbidden>((await Erase(world).RunAsync(reader, new(Caller))).Refusal);
        Assert.IsType<Forbidden>((await Erase(world).PreviewAsync(reader, new(Caller))).Refusal);
        Assert.IsType<Invalid>((await Erase(world).RunAsync(Actor.System, new("nobody"))).Refusal);
        var erased = (await Erase(world).RunAsync(Actor.System, new(CallId: (await world.FindAsync("A")).Id))).Value;
        Assert.Equal(1, erased.Calls);
        var log = await world.Database.ReadAsync(c =>
            c.QuerySingleAsync<string>("SELECT after FROM change_log WHERE entity = 'caller-erasure'")
        );
        Assert.Contains(erased.Word, log, StringComparison.Ordinal);
        Assert.DoesNotContain("0106", log, StringComparison.Ordinal);
        var again = (await Erase(world).RunAsync(Actor.System, new(CallId: (await world.FindAsync("A")).Id))).Refusal;
        Assert.Equal("caller-erased", again?.Type);
        Assert.Equal(0, (await Erase(world).RunAsync(Actor.System, new(Caller))).Value.Calls);
    }

    private static async Task<CallWorld> WorldAsync(Dialect dialect)
    {
        var world = await CallWorld.OpenAsync(dialect);
        world.PixelTail = Tail;
        return world;
    }

    private static async Task PaidAsync(CallWorld world, string sid, string caller)
    {
        await world.ReceiveAsync(sid, caller);
        await world.TalkAsync(sid, 75);
        Assert.True((await world.FindAsync(sid)).Paid);
    }

    private static EraseCaller Erase(CallWorld world) =>
        new(world.Database, new ConfigurationVersion(), new Identifiers(world.Time), Walk(world));

    /// <summary>As the worker does, the first time.</summary>
    private static async Task WalkAsync(CallWorld world)
    {
        foreach (var due in await world.Database.ReadAsync(c => CallerErasuresSql.DueAsync(c, world.Database.Now)))
            await Walk(world).RunAsync(due, null, default);
    }

    private static ErasureWalk Walk(CallWorld world)
    {
        var services = new ServiceCollection();
        services.AddDelivery();
        services.AddCallTracking();
        return new ErasureWalk(
            world.Database,
            world.Secrets,
            new RewriteTexts(world.Database),
            [.. services.Select(s => s.ImplementationInstance).OfType<ErasableTexts>()],
            [],
            new ConfigurationVersion(),
            Options.Create(new RecordingOptions())
        );
    }
}

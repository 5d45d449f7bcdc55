using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Hooks;

public sealed class ConversionHookTests
{
    private static async Task<(CallWorld World, ConversionHook Hook, string Call)> SoldAsync(Dialect dialect, HookRequest? request = null)
    {
        var world = await CallWorld.OpenAsync(dialect);
        world.Conversion = new(ConvertOn.Postback, 0, TimerStart.Connected, 12_000_000);
        world.Payouts[0] = world.Payouts[0] with { On = PayoutOn.Converted, Amount = 0, RevenueShare = new(50_000_000) };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        return (world, await world.HookAsync(request), (await world.FindAsync("A")).Id.Value);
    }

    [Theory, EachDatabase]
    public async Task A_buyers_word_converts_the_call_pays_and_fires_in_one_go(Dialect dialect)
    {
        var (world, hook, id) = await SoldAsync(dialect);
        await using var _ = world;
        var settled = await world.FindAsync("A");
        Assert.Equal(
            (ConversionRefusal.AwaitsPostback, PayoutRefusal.NotConverted),
            (settled.ConversionReason!.Value, settled.PayoutReason!.Value)
        );

        world.PixelTail = "&o=[tag:Conversion:order]";
        Assert.Equal(HookOutcome.Converted, await world.PostAsync(hook, id, "45.25", more: [("order", "77")]));
        var call = await world.FindAsync("A");
        Assert.Equal((true, true, 45_250_000, 22_625_000), (call.Converted, call.Paid, call.Revenue, call.Payout));
        Assert.Null(call.ConversionReason);
        Assert.Null(call.PayoutReason);
        Assert.Equal(["incoming", "connected", "completed", "finalized", "converted", "payout"], await world.PixelsAsync("A"));
        Assert.Contains("p=45.25&ap=22.625&", await world.PixelUrlAsync("A", "payout"), StringComparison.Ordinal);
        Assert.EndsWith("&o=77", await world.PixelUrlAsync("A", "payout"), StringComparison.Ordinal);
        Assert.Single(await world.EventsAsync("A"), e => e == "ConvertedCall");
    }

    [Theory, EachDatabase]
    public async Task It_counts_once_and_another_amount_waits_as_a_request(Dialect dialect)
    {
        var (world, hook, id) = await SoldAsync(dialect);
        await using var _ = world;
        Assert.Equal(HookOutcome.Converted, await world.PostAsync(hook, id, null, "key-1"));
        Assert.Equal(HookOutcome.Repeated, await world.PostAsync(hook, id, null, "key-1"));
        Assert.Equal(HookOutcome.ConvertedBefore, await world.PostAsync(hook, id, "12"));
        var list = new ListAdjustmentRequests(world.Database);
        Assert.Empty((await list.RunAsync(Actor.System, null, null, new PageRequest())).Value.Items);
        Assert.Equal(HookOutcome.ConvertedBefore, await world.PostAsync(hook, id, "30"));
        Assert.Equal(HookOutcome.ConvertedBefore, await world.PostAsync(hook, id, "31"));
        var asked = Assert.Single((await list.RunAsync(Actor.System, "pending", null, new PageRequest())).Value.Items);
        Assert.Equal((RequestSource.Webhook, AdjustmentMode.Absolute, 31_000_000), (asked.Source, asked.Mode, asked.Revenue));
        Assert.Equal(12_000_000, (await world.FindAsync("A")).Revenue);
    }

    [Theory, EachDatabase]
    public async Task A_call_that_still_runs_converts_when_it_ends(Dialect dialect)
    {
        var (world, hook, _) = await SoldAsync(dialect);
        await using var __ = world;
        await world.ReceiveAsync("B");
        await world.ReportAsync("B", 1, LegProgressStep.Answered, 2, 5);
        var id = (await world.FindAsync("B")).Id.Value;
        Assert.Equal(HookOutcome.Converted, await world.PostAsync(hook, id, "20"));
        Assert.False((await world.FindAsync("B")).Converted);
        await world.FinishAsync("B", 1, LegEnd.Completed, 70, false);
        await world.EndAsync("B", 76);
        var call = await world.FindAsync("B");
        Assert.Equal((true, 20_000_000, 10_000_000), (call.Converted, call.Revenue, call.Payout));
    }

    [Theory, EachDatabase]
    public async Task What_is_refused_says_why_and_changes_nothing(Dialect dialect)
    {
        var (world, hook, id) = await SoldAsync(
            dialect,
            new("Buyer", Flag: new("sold=1"), Secret: new("0123456789abcdef"), Senders: ["192.0.2.1-192.0.2.9"], Maximum: new(100))
        );
        await using var _ = world;
        (string, string) secret = ("secret", "0123456789abcdef"),
            sold = ("sold", "1");
        Assert.Equal(HookOutcome.UnknownHook, await world.PostAsync(hook with { Id = new("WHnone") }, id, "1"));
        Assert.Equal(HookOutcome.WrongSecret, await world.PostAsync(hook, id, "1", more: [("secret", "guess")]));
        Assert.Equal(HookOutcome.NoCall, await world.PostAsync(hook, null, "1", more: [secret]));
        Assert.Equal(HookOutcome.UnknownCall, await world.PostAsync(hook, "nobody", "1", more: [secret]));
        Assert.Equal(HookOutcome.BadAmount, await world.PostAsync(hook, id, "-1", more: [secret]));
        Assert.Equal(HookOutcome.AboveMaximum, await world.PostAsync(hook, id, "100.01", more: [secret]));
        Assert.Equal(HookOutcome.FlagNotSet, await world.PostAsync(hook, id, "5", more: [secret, ("sold", "0")]));
        var change = new ChangeHook(world.Database, world.Secrets);
        await change.RunAsync(Actor.System, hook.Id, new(Senders: ["192.0.2.8"]));
        Assert.Equal(HookOutcome.SenderNotListed, await world.PostAsync(hook, id, "5", more: [secret, sold]));
        await change.RunAsync(Actor.System, hook.Id, new(Senders: [], Enabled: false));
        Assert.Equal(HookOutcome.HookPaused, await world.PostAsync(hook, id, "5", more: [secret, sold]));
        await change.RunAsync(Actor.System, hook.Id, new(Secret: new(null), Enabled: true));
        world.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(HookOutcome.TooLate, await world.PostAsync(hook, id, "5", more: [sold]));
        Assert.False((await world.FindAsync("A")).Converted);

        var log = (await new ListHookHits(world.Database).RunAsync(Actor.System, hook.Id, new PageRequest())).Value.Items;
        Assert.Equal(
            ["TooLate", "HookPaused", "SenderNotListed", "FlagNotSet", "AboveMaximum", "BadAmount", "UnknownCall", "NoCall", "WrongSecret"],
            log.Select(h => h.Outcome.ToString())
        );
        Assert.DoesNotContain(log, h => h.Parameters.ContainsKey("secret"));
    }

    [Theory, EachDatabase]
    public async Task Only_a_route_on_postback_is_converted_and_its_window_holds(Dialect dialect)
    {
        var (world, hook, _) = await SoldAsync(dialect);
        await using var __ = world;
        world.Conversion = world.Conversion with { On = ConvertOn.Connected };
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 70);
        Assert.Equal(HookOutcome.NotPostback, await world.PostAsync(hook, (await world.FindAsync("B")).Id.Value, "9"));

        world.Conversion = new(ConvertOn.Postback, 0, TimerStart.Connected, 12_000_000) { DedupeSeconds = -1 };
        await world.ReceiveAsync("C");
        await world.TalkAsync("C", 70);
        Assert.Equal(HookOutcome.Duplicate, await world.PostAsync(hook, (await world.FindAsync("C")).Id.Value, "9"));
        var call = await world.FindAsync("C");
        Assert.Equal((false, ConversionRefusal.Duplicate, 0, 0), (call.Converted, call.ConversionReason!.Value, call.Revenue, call.Payout));
    }

    [Theory, EachDatabase]
    public async Task What_a_person_set_is_not_added_to(Dialect dialect)
    {
        var (world, hook, id) = await SoldAsync(dialect);
        await using var _ = world;
        var adjust = new AdjustCall(world.Adjustments());
        Assert.True((await adjust.RunAsync(Actor.System, new(id), new("absolute", Revenue: 25, Reason: "By mail"))).IsOk);
        Assert.Equal(HookOutcome.ConvertedBefore, await world.PostAsync(hook, id, "24"));
        Assert.Equal(25_000_000, (await world.Database.ReadAsync(c => AdjustmentsSql.CurrentAsync(c, new(id)))).Revenue);
        var asked = (await new ListAdjustmentRequests(world.Database).RunAsync(Actor.System, "pending", null, new PageRequest()))
            .Value
            .Items;
        Assert.Equal(24_000_000, Assert.Single(asked).Revenue);
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_at_once_convert_a_call_once(Dialect dialect)
    {
        var (world, hook, id) = await SoldAsync(dialect);
        await using var _ = world;
        var book = world.Book();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => world.PostAsync(hook, id, "40", book: book))));
        Assert.Single(outcomes, o => o == HookOutcome.Converted);
        Assert.Equal(31, outcomes.Count(o => o == HookOutcome.ConvertedBefore));
        Assert.Equal((40_000_000, 20_000_000), ((await world.FindAsync("A")).Revenue, (await world.FindAsync("A")).Payout));
    }

    [Theory, EachDatabase]
    public async Task Settings_are_checked_and_readers_see_no_url(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var create = new CreateHook(world.Database, new Identifiers(world.Time), world.Secrets);
        var refused = Assert.IsType<Invalid>(
            (
                await create.RunAsync(
                    Actor.System,
                    new("", "id", "id", new("sold"), Secret: new("short"), Senders: ["nowhere"], Maximum: new(-1))
                )
            ).Refusal
        );
        Assert.Equal(["flag", "maximum", "name", "revenueToken", "secret", "senders"], refused.Errors.Keys.Order());
        var reader = new Actor("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);
        Assert.IsType<Forbidden>((await create.RunAsync(reader, new("B"))).Refusal);
        Assert.IsType<Forbidden>((await new ListHooks(world.Database).RunAsync(reader)).Refusal);
        var hook = await world.HookAsync();
        Assert.Matches("^WH[0-9a-f]{32}$", hook.Id.Value);
        await new ArchiveHook(world.Database).RunAsync(Actor.System, hook.Id);
        Assert.Equal(HookOutcome.UnknownHook, await world.PostAsync(hook, "x", "1"));
    }
}

using FsCheck.Xunit;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Adjustments;

public sealed class CallAdjustmentTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    /// <summary>A call that earned 25 and pays 10.</summary>
    private static async Task<(CallWorld World, CallId Id)> SettledAsync(Dialect dialect)
    {
        var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        return (world, (await world.FindAsync("A")).Id);
    }

    private static Task<Result<CallAdjustment>> AdjustAsync(CallWorld world, CallId id, ChangeRequest request, string? key = null) =>
        new AdjustCall(world.Adjustments()).RunAsync(Actor.System, id, request, key);

    [Theory, EachDatabase]
    public async Task Relative_absolute_and_void_are_entries_and_the_current_amount_is_the_sum(Dialect dialect)
    {
        var (world, id) = await SettledAsync(dialect);
        await using var _ = world;
        var first = (await AdjustAsync(world, id, new("relative", Revenue: -5, Payout: 1.5m, Reason: "Scrubbed"))).Value;
        Assert.Equal(
            (-5_000_000, 1_500_000, 20_000_000, 11_500_000),
            (first.RevenueChange, first.PayoutChange, first.Revenue, first.Payout)
        );
        Assert.Equal(("2026-03-02", "Ringpost", "Scrubbed"), (first.EffectiveDay, first.By, first.Reason));
        var second = (await AdjustAsync(world, id, new("absolute", Revenue: 40, Effective: "2026-02-28", Reason: "Agreed"))).Value;
        Assert.Equal(
            (20_000_000, 40_000_000, 0, "2026-02-28"),
            (second.RevenueChange, second.Revenue, second.PayoutChange, second.EffectiveDay)
        );
        var third = (await AdjustAsync(world, id, new("void", VoidPayout: true, Reason: "Fraud"))).Value;
        Assert.Equal((0, 40_000_000, -11_500_000, 0), (third.RevenueChange, third.Revenue, third.PayoutChange, third.Payout));

        var row = (await world.Database.ReadAsync(c => CallListSql.FindAsync(c, CallScope.Everything, id)))!;
        Assert.Equal((40_000_000, 0, true, true), (row.Revenue, row.Payout, row.RevenueEntries > 0, row.PayoutEntries > 0));
        // What was settled first stays.
        var call = await world.FindAsync("A");
        Assert.Equal((25_000_000, 10_000_000), (call.Revenue, call.Payout));
        Assert.Equal([first, second, third], (await new ListCallAdjustments(world.Database).RunAsync(Reader, id)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task Nothing_falls_below_zero_and_the_error_says_the_most(Dialect dialect)
    {
        var (world, id) = await SettledAsync(dialect);
        await using var _ = world;
        var refused = Assert.IsType<Invalid>(
            (await AdjustAsync(world, id, new("relative", Revenue: -25.01m, Payout: -11, Reason: "x"))).Refusal
        );
        Assert.Equal(
            "Revenue would be brought below zero; the most that can be taken off is 25.00 USD.",
            Assert.Single(refused.Errors["revenue"])
        );
        Assert.Equal(["payout", "revenue"], refused.Errors.Keys.Order());
        Assert.Equal("nothing-to-change", (await AdjustAsync(world, id, new("absolute", Revenue: 25, Reason: "x"))).Refusal!.Type);
        refused = Assert.IsType<Invalid>((await AdjustAsync(world, id, new("absolute", Revenue: -1, Effective: "soon"))).Refusal);
        Assert.Equal(["effective", "reason", "revenue"], refused.Errors.Keys.Order());
        Assert.Equal(0, await world.CountAsync("call_ledger"));
        await world.ReceiveAsync("B", "+16615550107");
        Assert.Equal(
            "call-not-settled",
            (await AdjustAsync(world, (await world.FindAsync("B")).Id, new("absolute", Revenue: 1, Reason: "x"))).Refusal!.Type
        );
        Assert.IsType<Forbidden>(
            (await new AdjustCall(world.Adjustments()).RunAsync(Reader, id, new("void", VoidRevenue: true, Reason: "x"))).Refusal
        );
    }

    [Theory, EachDatabase]
    public async Task The_same_key_is_the_same_adjustment_also_of_thirty_two_at_once(Dialect dialect)
    {
        var (world, id) = await SettledAsync(dialect);
        await using var _ = world;
        var operation = new AdjustCall(new CallAdjustments(world.Book(), world.Database, new Identifiers(world.Time)));
        var done = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(_ => Task.Run(() => operation.RunAsync(Actor.System, id, new("relative", Revenue: -1, Reason: "Once"), "k1")))
        );
        Assert.Single(done.Select(d => d.Value).Distinct());
        Assert.Equal(1, await world.CountAsync("call_ledger"));
        Assert.True((await AdjustAsync(world, id, new("relative", Revenue: -1, Reason: "Twice"), "k2")).IsOk);
        Assert.Equal(2, await world.CountAsync("call_ledger"));
    }

    [Theory, EachDatabase]
    public async Task Each_change_fires_adjusted_with_totals_and_differences_and_no_other_pixel(Dialect dialect)
    {
        var (world, id) = await SettledAsync(dialect);
        await using var _ = world;
        var before = await world.PixelsAsync("A");
        world.PixelTail =
            "&r=[tag:Adjustment:Revenue]&rd=[tag:Adjustment:RevenueDifference]&py=[tag:Adjustment:Payout]&pd=[tag:Adjustment:PayoutDifference]&n=[tag:Adjustment:Sequence][tag:Adjustment:Currency]";
        await AdjustAsync(world, id, new("relative", Revenue: -5, Reason: "a"));
        Assert.EndsWith("&r=20.00&rd=-5.00&py=10.00&pd=0.00&n=1USD", await world.PixelUrlAsync("A", "adjusted"), StringComparison.Ordinal);
        await AdjustAsync(world, id, new("void", VoidRevenue: true, Reason: "b"));
        Assert.Equal([.. before, "adjusted", "adjusted"], await world.PixelsAsync("A"));

        // A call that no rule paid is paid by the change that gives it a payout: told once, with what it has then.
        await world.ReceiveAsync("B", "+16615550107");
        await world.TalkAsync("B", 5);
        var unpaid = await world.FindAsync("B");
        before = await world.PixelsAsync("B");
        Assert.DoesNotContain("payout", before);
        await AdjustAsync(world, unpaid.Id, new("absolute", Revenue: 20, Reason: "Sold by hand"));
        Assert.False((await world.FindAsync("B")).Paid);
        await AdjustAsync(world, unpaid.Id, new("absolute", Payout: 8, Reason: "Sold by hand"));
        await AdjustAsync(world, unpaid.Id, new("absolute", Payout: 9, Reason: "More"));
        Assert.Equal([.. before, "adjusted", "payout", "adjusted", "adjusted"], await world.PixelsAsync("B"));
        Assert.Contains("&p=20.00&ap=8.00&", await world.PixelUrlAsync("B", "payout"), StringComparison.Ordinal);
        var paid = await world.FindAsync("B");
        Assert.Equal((true, null, 0), (paid.Paid, paid.PayoutReason, paid.Payout));
    }

    [Theory, EachDatabase]
    public async Task What_a_person_settled_is_not_added_to_by_the_carriers_later_word(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 1, LegProgressStep.Answered, 2, 5);
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.RunTimersAsync();
        var id = (await world.FindAsync("A")).Id;
        Assert.True((await AdjustAsync(world, id, new("absolute", Revenue: 20, Reason: "The buyer said so"))).IsOk);

        await world.FinishAsync("A", 1, LegEnd.Completed, 70, false);
        await world.EndAsync("A", 80);
        var (revenue, payout) = await world.Database.ReadAsync(c => AdjustmentsSql.CurrentAsync(c, id));
        // The payout was left alone: the carrier's word decides it.
        Assert.Equal((20_000_000, 10_000_000), (revenue, payout));
        Assert.Equal(CallState.Ended, (await world.FindAsync("A")).State);

        await world.ReceiveAsync("B", "+16615550107");
        await world.ReportAsync("B", 1, LegProgressStep.Answered, 2, 5);
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.RunTimersAsync();
        id = (await world.FindAsync("B")).Id;
        Assert.True((await AdjustAsync(world, id, new("absolute", Payout: 7, Reason: "We pay it"))).IsOk);
        await world.FinishAsync("B", 1, LegEnd.Completed, 70, false);
        await world.EndAsync("B", 80);
        Assert.Equal((25_000_000, 7_000_000), await world.Database.ReadAsync(c => AdjustmentsSql.CurrentAsync(c, id)));
        Assert.Single(await world.PixelsAsync("B"), p => p == "payout");
    }

    [Theory, EachDatabase]
    public async Task A_request_waits_for_a_decision_which_is_made_once(Dialect dialect)
    {
        var (world, id) = await SettledAsync(dialect);
        await using var _ = world;
        var ask = new RequestAdjustment(world.Database, new Identifiers(world.Time));
        Assert.Equal(
            ["revenue"],
            Assert.IsType<Invalid>((await ask.RunAsync(Reader, id, new("relative", -26, "Bad call"))).Refusal).Errors.Keys
        );
        var asked = (await ask.RunAsync(Reader, id, new("relative", -10, "Bad call"))).Value;
        Assert.Equal("request-pending", (await ask.RunAsync(Reader, id, new("absolute", 1, "Again"))).Refusal!.Type);
        Assert.Equal(0, await world.CountAsync("call_ledger"));

        var decide = new DecideAdjustmentRequest(world.Database, world.Adjustments());
        Assert.IsType<Forbidden>((await decide.RunAsync(Reader, asked.Id, new(true))).Refusal);
        var decided = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => decide.RunAsync(Actor.System, asked.Id, new(true, -8, -4, Note: "Partly"))))
        );
        var approved = Assert.Single(decided, d => d.IsOk).Value;
        Assert.All(decided.Where(d => !d.IsOk), d => Assert.Equal("request-decided", d.Refusal!.Type));
        Assert.Equal((RequestState.Approved, "Partly"), (approved.State, approved.Note));
        Assert.NotNull(approved.AdjustmentId);
        var (revenue, payout) = await world.Database.ReadAsync(c => AdjustmentsSql.CurrentAsync(c, id));
        Assert.Equal((17_000_000, 6_000_000), (revenue, payout));

        var other = (await ask.RunAsync(Reader, id, new("absolute", 0, "Never sold"))).Value;
        Assert.Equal(RequestState.Declined, (await decide.RunAsync(Actor.System, other.Id, new(false, Note: "It was"))).Value.State);
        Assert.Equal(2, await world.CountAsync("call_ledger"));
    }

    [Property]
    public void No_change_brings_a_side_below_zero_and_the_difference_is_what_was_asked(
        uint revenue,
        uint payout,
        int by,
        uint to,
        byte mode
    )
    {
        var how = (AdjustmentMode)(mode % 3);
        var step = new AmountStep(how == AdjustmentMode.Relative ? by : to);
        var result = AdjustmentRule.Decide(revenue, payout, new(how, step, null, "today", "x"), Currency.Usd);
        var expected = how switch
        {
            AdjustmentMode.Relative => by,
            AdjustmentMode.Absolute => (long)to - revenue,
            _ => -(long)to,
        };
        if (expected == 0)
            Assert.Equal("nothing-to-change", result.Refusal!.Type);
        else if (revenue + expected < 0)
            Assert.IsType<Invalid>(result.Refusal);
        else
            Assert.Equal(new AmountDifference(expected, 0), result.Value);
    }
}

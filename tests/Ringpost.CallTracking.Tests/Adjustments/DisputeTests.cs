using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Adjustments;

public sealed class DisputeTests
{
    private static readonly Actor Acme = new("key:9", "Acme", Role.Buyer, Of: "BU1");
    private static readonly Actor Another = new("key:10", "Another", Role.Buyer, Of: "BU2");
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    /// <summary>A call of 25 for the buyer that pays its publisher 10.</summary>
    private static async Task<(CallWorld World, CallId Id, DisputeCall Dispute)> SettledAsync(Dialect dialect)
    {
        var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 70);
        return (world, (await world.FindAsync("A")).Id, new DisputeCall(world.Database, new Identifiers(world.Time)));
    }

    [Theory, EachDatabase]
    public async Task A_dispute_is_decided_once_and_each_side_sees_its_own_part_of_what_came_of_it(Dialect dialect)
    {
        var (world, id, dispute) = await SettledAsync(dialect);
        await using var _ = world;
        var asked = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => dispute.RunAsync(Acme, id, new("notQualified", 5, "Under age"))))
        );
        var request = Assert.Single(asked, a => a.IsOk).Value;
        Assert.All(asked.Where(a => !a.IsOk), a => Assert.Equal("request-pending", a.Refusal!.Type));
        Assert.Equal(
            (RequestSource.Buyer, AdjustmentMode.Relative, -20_000_000, DisputeCause.NotQualified, "The caller did not qualify: Under age"),
            (request.Source, request.Mode, request.Revenue, request.Cause, request.Reason)
        );
        Assert.Equal(0, await world.CountAsync("call_ledger"));
        Assert.Equal(1, (await new CountAdjustmentRequests(world.Database).RunAsync(Reader)).Value);

        var decide = new DecideAdjustmentRequest(world.Database, world.Adjustments());
        Assert.Equal(["note"], Assert.IsType<Invalid>((await decide.RunAsync(Actor.System, request.Id, new(false))).Refusal).Errors.Keys);
        Assert.IsType<Forbidden>((await decide.RunAsync(Acme, request.Id, new(true))).Refusal);
        var decided = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n =>
                    Task.Run(() =>
                        decide.RunAsync(Actor.System, request.Id, n % 2 == 0 ? new(true, -12, -4) : new(true, -12, -4, Note: "Half"))
                    )
                )
        );
        Assert.Single(decided, d => d.IsOk);

        // The buyer: its money, no word of the network's, no other buyer's.
        var list = new ListAdjustmentRequests(world.Database);
        var seen = Assert.Single((await list.RunAsync(Acme, "approved", null, new PageRequest(10))).Value.Items);
        Assert.Equal((null, null), (seen.DecidedBy, seen.AdjustmentId));
        Assert.Empty((await list.RunAsync(Another, null, id, new PageRequest(10), buyerId: new BuyerId("BU1"))).Value.Items);
        var changes = new ListCallAdjustments(world.Database);
        var ofBuyer = Assert.Single((await changes.RunAsync(Acme, id)).Value.Items);
        Assert.Equal(
            (-12_000_000, 13_000_000, 0, 0, "", ""),
            (ofBuyer.RevenueChange, ofBuyer.Revenue, ofBuyer.PayoutChange, ofBuyer.Payout, ofBuyer.By, ofBuyer.Reason)
        );
        // The publisher: what it is paid, and why in words for it.
        var publisher = new Actor("key:11", "House", Role.Publisher, Of: (await world.FindAsync("A")).PublisherId!.Value.Value);
        var ofPublisher = Assert.Single((await changes.RunAsync(publisher, id)).Value.Items);
        Assert.Equal(
            (0, 0, -4_000_000, 6_000_000, "", "The caller did not qualify"),
            (
                ofPublisher.RevenueChange,
                ofPublisher.Revenue,
                ofPublisher.PayoutChange,
                ofPublisher.Payout,
                ofPublisher.By,
                ofPublisher.Reason
            )
        );
        Assert.IsType<Forbidden>((await list.RunAsync(publisher, null, null, new PageRequest(10))).Refusal);
        Assert.IsType<Missing>((await changes.RunAsync(Another, id)).Refusal);

        // A void of the revenue alone is nothing to the publisher.
        await new AdjustCall(world.Adjustments()).RunAsync(Actor.System, id, new("void", VoidRevenue: true, Reason: "Rest", Told: "x"));
        Assert.Single((await changes.RunAsync(publisher, id)).Value.Items);
        Assert.Equal([13_000_000, 0], (await changes.RunAsync(Acme, id)).Value.Items.Select(c => c.Revenue));
    }

    [Theory, EachDatabase]
    public async Task Only_the_buyers_own_calls_only_for_so_long_and_only_once_but_for_an_administrators_chargeback(Dialect dialect)
    {
        var (world, id, dispute) = await SettledAsync(dialect);
        await using var _ = world;
        Assert.IsType<Missing>((await dispute.RunAsync(Another, id, new("fraud"))).Refusal);
        Assert.IsType<Missing>((await dispute.RunAsync(Acme with { Of = null }, id, new("fraud"))).Refusal);
        Assert.IsType<Forbidden>((await dispute.RunAsync(new("key:1", "House", Role.Publisher, Of: "PU1"), id, new("fraud"))).Refusal);
        Assert.Equal("call-not-of-buyer", await RefusedAsync(Reader, new("fraud", BuyerId: new BuyerId("BU2"))));
        Assert.Equal(["cause", "revenue"], await InvalidAsync(Acme, new("dislike", -1)));
        Assert.Equal(["note"], await InvalidAsync(Acme, new("other")));
        Assert.Equal(["revenue"], await InvalidAsync(Acme, new("fraud", 25)));
        Assert.IsType<Forbidden>((await dispute.RunAsync(Acme, id, new("fraud", Chargeback: true))).Refusal);

        var decide = new DecideAdjustmentRequest(world.Database, world.Adjustments());
        var first = (await dispute.RunAsync(Reader, id, new("duplicate"))).Value;
        Assert.Equal("BU1", first.BuyerId!.Value.Value);
        Assert.True((await decide.RunAsync(Actor.System, first.Id, new(false, Note: "No earlier call"))).IsOk);
        Assert.Equal("dispute-decided", await RefusedAsync(Acme, new("fraud")));

        var settings = new SetDisputeSettings(world.Database, new ConfigurationVersion());
        Assert.IsType<Forbidden>((await settings.RunAsync(Reader, new(3))).Refusal);
        Assert.Equal(["disputeDays"], Assert.IsType<Invalid>((await settings.RunAsync(Actor.System, new(-1))).Refusal).Errors.Keys);
        Assert.Equal(14, (await settings.ReadAsync(Reader)).Value.DisputeDays);
        Assert.Equal(0, (await settings.RunAsync(Actor.System, new(0))).Value.DisputeDays);
        Assert.Equal("disputes-off", await RefusedAsync(Acme, new("fraud")));
        Assert.Equal(14, (await settings.RunAsync(Actor.System, new(14))).Value.DisputeDays);
        world.Time.Advance(TimeSpan.FromDays(14));
        Assert.Equal("dispute-window-over", await RefusedAsync(Acme, new("fraud")));
        Assert.IsType<Forbidden>((await dispute.RunAsync(Reader, id, new("fraud", Chargeback: true))).Refusal);
        var late = (await dispute.RunAsync(Actor.System, id, new("customerRefunded", Chargeback: true))).Value;
        Assert.Equal((RequestSource.Chargeback, -25_000_000), (late.Source, late.Revenue));
        // Somebody took a part of it meanwhile: what is asked for is no more there, and the refusal says how much is.
        await new AdjustCall(world.Adjustments()).RunAsync(Actor.System, id, new("relative", Revenue: -5, Reason: "Scrubbed"));
        Assert.Contains("20.00", (await decide.RunAsync(Actor.System, late.Id, new(true))).Refusal!.Message, StringComparison.Ordinal);
        Assert.True((await decide.RunAsync(Actor.System, late.Id, new(true, -20))).IsOk);
        Assert.Equal("nothing-to-dispute", await RefusedAsync(Actor.System, new("fraud", Chargeback: true)));

        await world.ReceiveAsync("B", "+16615550107");
        await world.ReportAsync("B", 1, LegProgressStep.Answered, 2, 5);
        Assert.Equal("call-not-settled", (await dispute.RunAsync(Acme, (await world.FindAsync("B")).Id, new("fraud"))).Refusal!.Type);

        async Task<string> RefusedAsync(Actor actor, DisputeCall.Request request) =>
            (await dispute.RunAsync(actor, id, request)).Refusal!.Type;

        async Task<IEnumerable<string>> InvalidAsync(Actor actor, DisputeCall.Request request) =>
            Assert.IsType<Invalid>((await dispute.RunAsync(actor, id, request)).Refusal).Errors.Keys.Order();
    }

    [Theory, EachDatabase]
    public async Task A_calls_amounts_are_pending_within_the_hold_and_while_it_is_disputed_then_final(Dialect dialect)
    {
        var (world, id, dispute) = await SettledAsync(dialect);
        await using var _ = world;
        // It earns nothing: it is never pending.
        await world.ReceiveAsync("B", "+16615550107");
        await world.TalkAsync("B", 5);
        var held = new DisputeSettings(14, 7);
        Assert.Equal((0, 2), await CountAsync(DisputeSettings.Default));
        Assert.Equal((1, 1), await CountAsync(held));
        world.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(10));
        Assert.Equal((1, 1), await CountAsync(held));
        world.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((0, 2), await CountAsync(held));
        Assert.Equal(0, await DisputedAsync());

        var request = (await dispute.RunAsync(Acme, id, new("technical"))).Value;
        Assert.Equal((1, 1), await CountAsync(held));
        Assert.Equal((1, 1), await CountAsync(DisputeSettings.Default));
        Assert.Equal(1, await DisputedAsync());
        var decide = new DecideAdjustmentRequest(world.Database, world.Adjustments());
        Assert.True((await decide.RunAsync(Actor.System, request.Id, new(false, Note: "It did"))).IsOk);
        Assert.Equal((0, 2), await CountAsync(held));
        Assert.Equal(0, await DisputedAsync());

        async Task<int> DisputedAsync()
        {
            var criteria = CallCriteria.Of(TimeRange.All, CallScope.Everything) with { State = CallListState.Disputed };
            return (await world.Database.ReadAsync(c => CallListSql.ListAsync(c, criteria, null, 10))).Count;
        }

        async Task<(int Pending, int Final)> CountAsync(DisputeSettings settings)
        {
            var found = new List<int>();
            foreach (var state in new[] { CallListState.Pending, CallListState.Final })
            {
                var criteria = CallCriteria.Of(TimeRange.All, CallScope.Everything) with
                {
                    State = state,
                    HeldSince = settings.HeldSince(world.Database.Now),
                };
                found.Add((await world.Database.ReadAsync(c => CallListSql.ListAsync(c, criteria, null, 10))).Count);
            }

            return (found[0], found[1]);
        }
    }
}

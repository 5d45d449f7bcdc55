using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Adjustments;

public sealed class ChargebackTests
{
    private static readonly BuyerId Acme = new("BU1");

    [Theory, EachDatabase]
    public async Task A_file_is_foreseen_row_by_row_then_booked_on_both_sides_and_the_same_rows_change_nothing_again(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        // Calls of 25 for the buyer that pay their publisher 10, just after seven in the morning of Los Angeles.
        foreach (var (sid, caller) in new[] { ("A", "1"), ("B", "2"), ("C", "3"), ("D", "3"), ("E", "4"), ("F", "5") })
        {
            await world.ReceiveAsync(sid, $"+1661555010{caller}");
            await world.TalkAsync(sid, sid == "E" ? 5 : 70);
        }

        await world.ReceiveAsync("G", "+16615550106");
        await world.ReportAsync("G", 1, LegProgressStep.Answered, 2, 5);
        string Id(string sid) => world.FindAsync(sid).Result.Id.Value;
        await new DisputeCall(world.Database, new Identifiers(world.Time)).RunAsync(Actor.System, new(Id("F")), new("fraud"));
        var file = $"""
            call id,Caller,Call Date,Amount,Currency,Cause,Note,Payout
            {Id("A")},,,-10,usd,notQualified,Under age,
            ,(661) 555-0102,2026-03-02 07:20,,,The call was not genuine,,2.5
            ,(661) 555-0103,2026-03-02,,,technical,,
            ,(661) 555-0102,2026-03-02 09:20,,,fraud,,
            {Id("A")},,,1,,fraud,,
            {Id("C")},,,25.01,,fraud,,
            {Id("D")},,,,EUR,fraud,,
            {Id("E")},,,,,fraud,,
            {Id("F")},,,,,fraud,,
            {Id("G")},,,,,fraud,,
            ,,,,,fraud,,
            {Id("B")},,,1e3,,dislike,,
            """;
        var book = new BookChargebacks(world.Database, world.Picture(), world.Adjustments(), new Identifiers(world.Time));
        var request = new BookChargebacks.Request(file, Acme, "march.csv", Payout: "share");

        var plan = (await book.RunAsync(Actor.System, request)).Value;
        Assert.Equal(
            [
                ChargebackVerdict.Ready,
                ChargebackVerdict.Ready,
                ChargebackVerdict.SeveralFit,
                ChargebackVerdict.NotFound,
                ChargebackVerdict.Repeated,
                ChargebackVerdict.MoreThanItCosts,
                ChargebackVerdict.OtherCurrency,
                ChargebackVerdict.CostsNothing,
                ChargebackVerdict.AlreadyDisputed,
                ChargebackVerdict.NotPossible,
                ChargebackVerdict.Unreadable,
                ChargebackVerdict.Unreadable,
            ],
            plan.Rows.Select(r => r.Verdict)
        );
        Assert.Equal((false, 2, 10, 2), (plan.Stored, plan.Ready, plan.Refused, plan.Rows[0].Row));
        Assert.Equal((-35_000_000, -6_500_000), (plan.Totals[0].RevenueChange, plan.Totals[0].PayoutChange));
        Assert.Equal(0, await world.CountAsync("call_ledger"));

        // By two at once, and then again: each row once.
        var runs = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => book.RunAsync(Actor.System, request with { Apply = true })))
        );
        Assert.Equal(2, runs.Sum(r => r.Value.Booked));
        Assert.Equal((0, 2), await AgainAsync(request with { Apply = true, Name = "april.csv", Late = true }));
        Assert.Equal(4, await world.CountAsync("call_ledger"));
        Assert.Equal(2, await world.CountAsync("deliveries WHERE event = 'adjusted'"));
        var asked = (
            await new ListAdjustmentRequests(world.Database).RunAsync(
                new("key:9", "Acme", Role.Buyer, Of: "BU1"),
                "approved",
                null,
                new PageRequest(10)
            )
        ).Value.Items.ToDictionary(a => a.CallId.Value);
        Assert.Equal(
            (RequestSource.Chargeback, DisputeCause.NotQualified, -10_000_000, "The caller did not qualify: Under age", "march.csv, row 2"),
            (asked[Id("A")].Source, asked[Id("A")].Cause, asked[Id("A")].Revenue, asked[Id("A")].Reason, asked[Id("A")].Note)
        );
        var changes = (await new ListCallAdjustments(world.Database).RunAsync(Actor.System, new(Id("B")))).Value.Items;
        var whole = Assert.Single(changes);
        Assert.Equal((0, 7_500_000, "The call was not genuine"), (whole.Revenue, whole.Payout, whole.Told));

        // A row with other words is another chargeback: in time only where nothing was decided before.
        var more = request with
        {
            Csv = $"Call ID,Amount,Cause\n{Id("A")},1,duplicate\n{Id("C")},,duplicate",
        };
        Assert.Equal([ChargebackVerdict.AlreadyDisputed, ChargebackVerdict.Ready], await VerdictsAsync(more));
        world.Time.Advance(TimeSpan.FromDays(14));
        Assert.Equal([ChargebackVerdict.OutsideTime, ChargebackVerdict.OutsideTime], await VerdictsAsync(more));
        Assert.Equal([ChargebackVerdict.Ready, ChargebackVerdict.Ready], await VerdictsAsync(more with { Late = true }));

        async Task<(int Booked, int Before)> AgainAsync(BookChargebacks.Request again)
        {
            var done = (await book.RunAsync(Actor.System, again)).Value;
            return (done.Booked, done.BookedBefore);
        }

        async Task<IEnumerable<ChargebackVerdict>> VerdictsAsync(BookChargebacks.Request of) =>
            (await book.RunAsync(Actor.System, of)).Value.Rows.Select(r => r.Verdict);
    }

    [Fact]
    public async Task What_the_file_or_the_question_lacks_is_said_at_once_and_readers_book_nothing()
    {
        await using var world = await CallWorld.OpenAsync(Dialect.Sqlite);
        var book = new BookChargebacks(world.Database, world.Picture(), world.Adjustments(), new Identifiers(world.Time));
        var refused = Assert.IsType<Invalid>(
            (await book.RunAsync(Actor.System, new("Call ID\nx", null, Zone: "Moon", Payout: "some", Effective: "soon"))).Refusal
        );
        Assert.Equal(["buyerId", "csv", "effective", "payout", "zone"], refused.Errors.Keys.Order());
        Assert.IsType<Forbidden>((await book.RunAsync(new("user:2", "Reader", Role.ReadOnly), new("", Acme))).Refusal);
    }
}

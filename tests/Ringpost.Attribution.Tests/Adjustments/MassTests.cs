using System.Globalization;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Adjustments;

public sealed class MassTests
{
    [Theory, EachDatabase]
    public async Task Three_ids_for_three_rows_are_inserted_four_are_an_error_and_two_leave_the_third_blank(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var insert = tracker.Get<InsertConversions>();
        InsertConversions.Request Request(string ids, bool apply = true) =>
            new(Yesterday, 3, tracker.Campaign.Id, TransactionIds: ids, Received: 5, Note: "By phone", Apply: apply);

        var preview = (await insert.RunAsync(Actor.System, Request("A,B,C", apply: false))).Value;
        Assert.Equal((3, 3, 0), (preview.Rows, preview.Ready, preview.Applied));
        Assert.Equal(new MassSum("USD", 3, 15, 30), Assert.Single(preview.Sums));
        Assert.Empty(await tracker.ConversionsAsync());

        Assert.Equal(3, (await insert.RunAsync(Actor.System, Request("A,B,C"))).Value.Applied);
        Assert.Equal(
            ["transactionIds"],
            Assert.IsType<Invalid>((await insert.RunAsync(Actor.System, Request("D,E,F,G"))).Refusal).Errors.Keys
        );
        var two = (await insert.RunAsync(Actor.System, Request("D,A"))).Value;
        Assert.Equal((2, 1), (two.Applied, two.Refused));
        Assert.Contains("A is there already", two.Items[0].Message?.ToString(), StringComparison.Ordinal);
        Assert.Equal(["A", "B", "C", "D", null], (await tracker.ConversionsAsync()).Select(c => c.TransactionId));
        Assert.All(await tracker.ConversionsAsync(), c => Assert.Equal("5/10 approved", c.Money));
        Assert.IsType<Forbidden>((await insert.RunAsync(Network.Reader, Request("X"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task The_same_insertion_again_changes_nothing_and_a_postback_of_an_inserted_id_is_a_duplicate(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var insert = tracker.Get<InsertConversions>();
        var request = new InsertConversions.Request(
            Yesterday,
            150,
            OfferId: tracker.Offer.Id,
            AffiliateId: tracker.Affiliate.Id,
            TransactionIds: "CALL-1",
            Apply: true,
            Key: "one"
        );
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => insert.RunAsync(Actor.System, request))));
        Assert.Equal(150, answers.Sum(a => a.Value.Applied));
        Assert.Equal(450, answers.Sum(a => a.Value.AppliedBefore));
        Assert.Equal(150, (await tracker.ConversionsAsync()).Count);
        Assert.Equal("DUPLICATE", (await tracker.SendAsync($"{tracker.Pair}&t=CALL-1")).Message);
    }

    [Theory, EachDatabase]
    public async Task What_is_inserted_takes_places_in_the_caps_and_goes_over_one_only_where_asked(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cap = (
            await tracker.Get<CreateCap>().RunAsync(Actor.System, new(OfferId: tracker.Offer.Id, Interval: "lifetime", Limit: 3))
        ).Value;
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=POSTBACK")).Message);
        var insert = tracker.Get<InsertConversions>();
        InsertConversions.Request Request(int rows, bool apply, bool over = false) =>
            new(Yesterday, rows, tracker.Campaign.Id, Apply: apply, OverCaps: over, Key: apply ? null : "preview");

        var preview = (await insert.RunAsync(Actor.System, Request(5, apply: false))).Value;
        Assert.Equal((2, 3), (preview.Ready, preview.Refused));
        Assert.Contains("CAP REACHED", preview.Items.First(i => i.Message is not null).Message?.ToString(), StringComparison.Ordinal);
        // Whoever inserts at the same moment: together they take what is left.
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => insert.RunAsync(Actor.System, Request(5, true))))
        );
        Assert.Equal(2, answers.Sum(a => a.Value.Applied));
        Assert.Equal(3, (await tracker.ConversionsAsync()).Count);
        Assert.Equal(2, (await insert.RunAsync(Actor.System, Request(2, apply: true, over: true))).Value.Applied);
        Assert.Equal(5, (await tracker.ConversionsAsync()).Count);
        var now = (await tracker.Get<GetCap>().RunAsync(Actor.System, cap.Id)).Value;
        Assert.Equal(3, now.Used);
    }

    [Theory, EachDatabase]
    public async Task A_file_is_foreseen_row_by_row_then_applied_and_the_same_file_again_changes_nothing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        foreach (var t in new[] { "A", "B", "C" })
            await tracker.SendAsync($"{tracker.Pair}&t={t}&p=20&ap=10");
        var ids = (await tracker.ConversionsAsync()).ToDictionary(c => c.TransactionId!, c => c.Id);
        var file = string.Join(
            "\r\n",
            "\uFEFFConversion ID,Transaction ID,Offer ID,Payout,Add to Existing Payout,received,Disposition ID,Note",
            $"{ids["A"]},,,5,TRUE,,,Bonus",
            $",B,{tracker.Offer.Id},,,0,,Refund",
            $",C,{tracker.Offer.Id},,,,2,Wrong number",
            $"{ids["A"]},,,-99,TRUE,,,Too much",
            $",Z,{tracker.Offer.Id},1,,,,",
            $"{ids["B"]},,,\"12,50\",,,,",
            "99999,,,1,,,,"
        );
        var reconcile = tracker.Get<ReconcileFile>();

        var preview = (await reconcile.RunAsync(Actor.System, file, "may.csv", apply: false)).Value;
        Assert.Equal((7, 3, 4), (preview.Rows, preview.Ready, preview.Refused));
        Assert.Equal([5L, 6, 7, 8], preview.Items.Where(r => r.Outcome == "refused").Select(r => r.RowNo));
        Assert.Equal(new MassSum("USD", 3, -40, 5), Assert.Single(preview.Sums));

        var done = (await reconcile.RunAsync(Actor.System, file, "may.csv", apply: true)).Value;
        Assert.Equal((3, 4), (done.Applied, done.Refused));
        Assert.Equal(["20/15 approved", "0/10 approved", "0/10 rejected"], (await tracker.ConversionsAsync()).Select(c => c.Money));
        var again = (await reconcile.RunAsync(Actor.System, file, "may.csv", apply: true)).Value;
        Assert.Equal((0, 3, 4, done.RunId), (again.Applied, again.AppliedBefore, again.Refused, again.RunId));
        Assert.Equal("20/15 approved", (await tracker.ConversionsAsync())[0].Money);

        var runs = tracker.Get<ListMassRuns>();
        Assert.Equal("may.csv", Assert.Single((await runs.RunAsync(Network.Reader, new PageRequest())).Value.Items).Name);
        var rows = (await runs.RowsAsync(Network.Reader, done.RunId!.Value, new PageRequest())).Value.Items;
        Assert.Equal([2L, 3, 4, 5, 6, 7, 8], rows.Select(r => r.RowNo));
        Assert.Equal((10m, 15m), (rows[0].PaidBefore, rows[0].PaidAfter));
    }

    [Theory, EachDatabase]
    public async Task A_filter_changes_what_it_finds_if_it_still_finds_as_many(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        for (var i = 0; i < 120; i++)
            await tracker.SendAsync($"{tracker.Pair}&t={i.ToString(CultureInfo.InvariantCulture)}&p=20&ap=10");
        var many = tracker.Get<AdjustMany>();
        var request = new AdjustMany.Request(new ConversionFilter { OfferId = tracker.Offer.Id }, Paid: -4, Add: true, Reason: "Quality");

        var preview = (await many.RunAsync(Actor.System, request)).Value;
        Assert.Equal((120, new MassSum("USD", 120, 0, -480)), (preview.Ready, Assert.Single(preview.Sums)));
        await tracker.SendAsync($"{tracker.Pair}&t=late&p=20&ap=3");
        var apply = request with { Apply = true, ExpectedCount = 120, Key = "k" };
        Assert.Equal("count-changed", (await many.RunAsync(Actor.System, apply)).Refusal?.Type);

        var done = (await many.RunAsync(Actor.System, apply with { ExpectedCount = 121 })).Value;
        Assert.Equal((120, 1), (done.Applied, done.Refused));
        Assert.Equal(["20/3 approved", "20/6 approved"], (await tracker.ConversionsAsync()).Select(c => c.Money).Distinct().Order());
        Assert.Equal(120, (await many.RunAsync(Actor.System, apply with { ExpectedCount = 121 })).Value.AppliedBefore);

        var listed = new AdjustMany.Request(
            ConversionIds: [1, 2, 2, 777],
            Disposition: "returned",
            TakePaidBack: true,
            Reason: "Sent back",
            Apply: true
        );
        var returned = (await many.RunAsync(Actor.System, listed)).Value;
        Assert.Equal((2, 1), (returned.Applied, returned.Refused));
        Assert.Equal(
            ["filter", "reason", "received"],
            Assert.IsType<Invalid>((await many.RunAsync(Actor.System, new())).Refusal).Errors.Keys.Order()
        );
    }

    [Theory, EachDatabase]
    public async Task A_file_that_is_none_is_refused_as_a_whole(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var reconcile = tracker.Get<ReconcileFile>();
        Assert.Equal(["file"], Assert.IsType<Invalid>((await reconcile.RunAsync(Actor.System, "", "x", true)).Refusal).Errors.Keys);
        var nothing = (await reconcile.RunAsync(Actor.System, "Conversion ID\r\n1\r\n", "x", false)).Value;
        Assert.Equal((1, "The row says nothing to change."), (nothing.Refused, $"{nothing.Items[0].Message}"));
    }

    private static string Yesterday => TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

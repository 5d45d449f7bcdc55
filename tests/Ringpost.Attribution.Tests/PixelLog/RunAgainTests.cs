using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.PixelLog;

public sealed class RunAgainTests
{
    [Theory, EachDatabase]
    public async Task A_refused_postback_runs_again_under_todays_configuration_with_its_first_time(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, clickless: false);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=5&ap=4");
        var refused = await tracker.LastLogAsync();
        var operation = tracker.Get<RunAgain>();
        await tracker.Network.SwitchClicklessAsync(true);

        var preview = (
            await operation.RunAsync(Actor.System, new([refused.Id], Preview: true), TestContext.Current.CancellationToken)
        ).Value;
        Assert.Equal(PostbackOutcome.Stored, Assert.Single(preview.Items).Outcome);
        Assert.Empty(await tracker.ConversionsAsync());
        Assert.Equal(PostbackOutcome.ClicklessDisabled, (await tracker.LastLogAsync()).Outcome);

        var done = Assert.Single(
            (await operation.RunAsync(Actor.System, new([refused.Id]), TestContext.Current.CancellationToken)).Value.Items
        );
        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal(("5/4 approved", refused.At), (stored.Money, stored.At));
        var row = await tracker.LastLogAsync();
        Assert.Equal(
            (PostbackOutcome.Stored, stored.Id, refused.At, "Ringpost"),
            (row.Outcome, row.ConversionId?.Value, row.At, row.RunAgainBy)
        );
        Assert.Equal(done.Explanation, row.Explanation);

        Assert.Equal(
            "not-refused",
            (await operation.RunAsync(Actor.System, new([refused.Id]), TestContext.Current.CancellationToken)).Refusal?.Type
        );
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task A_selection_without_transaction_ids_becomes_one_conversion_each_however_often_it_is_asked_at_once(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, clickless: false);
        for (var i = 0; i < 3; i++)
            await tracker.SendAsync(tracker.Pair);
        await tracker.Network.SwitchClicklessAsync(true);
        var ids = (await tracker.LogAsync()).Select(r => r.Id).ToArray();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => tracker.Get<RunAgain>().RunAsync(Actor.System, new(ids))))
        );
        Assert.Single(answers, a => a.IsOk);
        Assert.Equal(3, (await tracker.ConversionsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task Readers_may_not_and_unknown_rows_are_missing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var operation = tracker.Get<RunAgain>();
        Assert.IsType<Forbidden>((await operation.RunAsync(Network.Reader, new([1]), TestContext.Current.CancellationToken)).Refusal);
        Assert.IsType<Missing>((await operation.RunAsync(Actor.System, new([99]), TestContext.Current.CancellationToken)).Refusal);
        Assert.IsType<Invalid>((await operation.RunAsync(Actor.System, new([]), TestContext.Current.CancellationToken)).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Readers_see_neither_caller_numbers_nor_addresses_nor_the_token(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync(
            $"{tracker.Pair}&t=%2B12025550181&s1=jo%40example.com&s2=+1 (202) 555-0181&k=secret&s3=c0ffee12345678&p=12.50".Replace(
                " ",
                "%20",
                StringComparison.Ordinal
            )
        );
        var list = tracker.Get<ListPixelLog>();
        var seen = (await list.RunAsync(Network.Reader, new PixelLogFilter(), new PageRequest(), TestContext.Current.CancellationToken))
            .Value
            .Items[0]
            .Url;
        Assert.Equal($"/m.ashx?{tracker.Pair}&t=+12•••••••81&s1=•••@•••&s2=1 (•••••••••••81&k=•••&s3=c0ffee12345678&p=12.50", seen);
        Assert.Contains("%2B12025550181", (await tracker.LastLogAsync()).Url, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task The_list_filters_and_pages(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        for (var i = 0; i < 5; i++)
            await tracker.SendAsync($"{tracker.Pair}&t={i}{(i % 2 == 0 ? "" : "&p=x")}");
        var list = tracker.Get<ListPixelLog>();
        async Task<Page<PixelLogRow>> ReadAsync(PixelLogFilter filter, string? cursor = null, int limit = 2) =>
            (await list.RunAsync(Actor.System, filter, new PageRequest(limit, cursor), TestContext.Current.CancellationToken)).Value;

        var first = await ReadAsync(new PixelLogFilter());
        var second = await ReadAsync(new PixelLogFilter(), first.Next);
        var third = await ReadAsync(new PixelLogFilter(), second.Next);
        Assert.Equal([5L, 4, 3, 2, 1], first.Items.Concat(second.Items).Concat(third.Items).Select(r => r.Id));
        Assert.Null(third.Next);
        Assert.Equal(2, (await ReadAsync(new PixelLogFilter(Outcome: PostbackOutcome.Malformed), limit: 10)).Items.Count);
        Assert.Equal(
            3,
            (await ReadAsync(new PixelLogFilter(Outcome: PostbackOutcome.Stored, OfferId: tracker.Offer.Id), limit: 10)).Items.Count
        );
        Assert.Equal(2, (await ReadAsync(new PixelLogFilter(Refused: true, From: new Instant(0)), limit: 10)).Items.Count);
        Assert.Empty((await ReadAsync(new PixelLogFilter(To: new Instant(1)), limit: 10)).Items);
        Assert.IsType<Invalid>(
            (
                await list.RunAsync(Actor.System, new PixelLogFilter(), new PageRequest(2, "???"), TestContext.Current.CancellationToken)
            ).Refusal
        );
    }

    [Theory, EachDatabase]
    public async Task The_list_finds_a_transaction_an_address_and_what_converted(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=A%2B1");
        await tracker.SendAsync($"{tracker.Pair}&t=A%2B1&p=7");
        await tracker.SendAsync($"{tracker.Pair}&t=A%2B1&en=Unknown");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=B", from: Tracker.Stranger);
        await tracker.SendAsync("o=99&t=C");
        var list = tracker.Get<ListPixelLog>();
        async Task<string> IdsAsync(PixelLogFilter filter)
        {
            var page = (await list.RunAsync(Actor.System, filter, new PageRequest(10), TestContext.Current.CancellationToken)).Value;
            return string.Join(' ', page.Items.Select(r => r.Id));
        }

        Assert.Equal("3 2 1", await IdsAsync(new PixelLogFilter(TransactionId: "A+1")));
        Assert.Equal("3", await IdsAsync(new PixelLogFilter(TransactionId: "A+1", Outcome: PostbackOutcome.InvalidEvent)));
        Assert.Equal("5", await IdsAsync(new PixelLogFilter(TransactionId: "C", Refused: true)));
        Assert.Equal("4", await IdsAsync(new PixelLogFilter(Ip: "198.51.100.1")));
        Assert.Equal("4 1", await IdsAsync(new PixelLogFilter(ConvertedOnly: true)));
        Assert.Equal("3 2 1", await IdsAsync(new PixelLogFilter(WhitelistedOnly: true)));
        Assert.Equal("4 3 2 1", await IdsAsync(new PixelLogFilter(AdvertiserId: tracker.Advertiser.Id)));
        Assert.Empty(await IdsAsync(new PixelLogFilter(AdvertiserId: new AdvertiserId(99))));
        Assert.Equal("5 3 2", await IdsAsync(new PixelLogFilter(Refused: true)));
    }

    [Theory, EachDatabase]
    public async Task A_filter_runs_again_slice_by_slice_the_first_that_arrived_first(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, clickless: false);
        for (var i = 0; i < 250; i++)
            await tracker.SendAsync($"{tracker.Pair}&t={i % 200}{(i % 10 == 9 ? "&en=Unknown" : "")}&n={i}");
        await tracker.Network.SwitchClicklessAsync(true);
        var operation = tracker.Get<RunAgainMatching>();
        async Task<Dictionary<string, int>> AllAsync(bool preview)
        {
            var outcomes = new Dictionary<string, int>();
            string? cursor = null;
            do
            {
                var slice = (await operation.RunAsync(Actor.System, new(new PixelLogQuery(), preview, cursor))).Value;
                Assert.InRange(slice.Ran, 0, RunAgainMatching.Slice);
                foreach (var (outcome, number) in slice.Outcomes)
                    outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + number;
                cursor = slice.Next;
            } while (cursor is not null);
            return outcomes;
        }

        await AllAsync(preview: true);
        Assert.Empty(await tracker.ConversionsAsync());
        var done = await AllAsync(preview: false);
        Assert.Equal((180, 45, 25), (done["stored"], done["duplicate"], done["invalidEvent"]));
        Assert.Equal(180, (await tracker.ConversionsAsync()).Count);
        // The first arrival of each transaction id became the conversion.
        Assert.All((await tracker.LogAsync()).Where(r => r.Outcome == PostbackOutcome.Stored), r => Assert.True(r.Id <= 200));
        Assert.IsType<Forbidden>((await operation.RunAsync(Network.Reader, new(null))).Refusal);
        Assert.IsType<Invalid>((await operation.RunAsync(Actor.System, new(new PixelLogQuery { Outcome = "none" }))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_preview_sees_duplicates_among_what_it_runs(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, clickless: false);
        await tracker.SendAsync($"{tracker.Pair}&t=1&n=1");
        await tracker.SendAsync($"{tracker.Pair}&t=1&n=2");
        await tracker.Network.SwitchClicklessAsync(true);
        var preview = (await tracker.Get<RunAgain>().RunAsync(Actor.System, new([1, 2], Preview: true))).Value;
        Assert.Equal([PostbackOutcome.Stored, PostbackOutcome.Duplicate], preview.Items.Select(i => i.Outcome));
        Assert.Empty(await tracker.ConversionsAsync());
        Assert.All(await tracker.LogAsync(), r => Assert.Equal(PostbackOutcome.ClicklessDisabled, r.Outcome));
    }
}

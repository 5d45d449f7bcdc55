using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Creatives;
using Ringpost.Attribution.Reports;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Clicks;

/// <summary>Test mode for clicks (cake.md 6): a link with a key of the offer's.</summary>
public sealed class TestLinkTests
{
    [Theory, EachDatabase]
    public async Task A_test_link_leads_on_and_what_it_brings_is_a_test_that_takes_no_place_and_counts_nowhere(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        await tracker
            .Get<CreateCap>()
            .RunAsync(Actor.System, new(Type: "click", OfferId: tracker.Offer.Id, Interval: "lifetime", Limit: 1));
        var real = await tracker.ClickAsync();
        var test = await tracker.ClickAsync(await QueryAsync(tracker), real.Cookie);
        Assert.Equal(302, test.Status);
        Assert.StartsWith("rp_test=", test.SetCookie, StringComparison.Ordinal);
        Assert.Contains("; Max-Age=3600;", test.SetCookie, StringComparison.Ordinal);

        // The browser has both cookies now: its pixels go by the test.
        var answer = await tracker.SendToAsync(
            "/p.ashx",
            $"o={tracker.Offer.Id}&f=pb&t=TEST",
            more: r => r.Headers.Cookie = $"{real.Cookie}; {test.Cookie}"
        );
        Assert.Equal("SUCCESS", answer.Message);
        Assert.True((await tracker.OnlyConversionAsync()).Test);
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/p.ashx", $"o={tracker.Offer.Id}&f=pb&t=REAL&r={real.Token("req")}")).Message);
        Assert.False((await tracker.ConversionsAsync()).Single(c => c.TransactionId == "REAL").Test);

        var shown = (await tracker.Get<ListClicks>().RunAsync(Actor.System, new() { Show = "tests" }, new PageRequest())).Value.Items;
        Assert.True(Assert.Single(shown) is { Test: true, Bot: false, Converted: true });
        Assert.Equal((1L, 1L), await CountAsync(null));
        Assert.Equal((1L, 1L), await CountAsync("tests"));
        Assert.Equal((2L, 2L), await CountAsync("both"));

        async Task<(long Clicks, long Conversions)> CountAsync(string? tests)
        {
            await tracker.Get<FoldDeltas>().RunAsync();
            var report = (await tracker.Get<GetReport>().RunAsync(Actor.System, new ReportRequest { Tests = tests })).Value;
            var total = Assert.Single(report.Totals);
            return (total.Clicks, total.Conversions);
        }
    }

    [Theory, EachDatabase]
    public async Task Without_the_offers_key_a_click_is_real_and_so_is_one_that_follows_a_test(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var wrong = await tracker.ClickAsync($"a={tracker.Affiliate.Id}&c={tracker.Offer.DefaultCreativeId}&test=1");
        Assert.StartsWith("rp_session=", wrong.SetCookie, StringComparison.Ordinal);
        var test = await tracker.ClickAsync(await QueryAsync(tracker) + "&udid=phone");
        var real = await tracker.ClickAsync(cookie: test.Cookie);
        Assert.StartsWith("rp_session=", real.SetCookie, StringComparison.Ordinal);
        Assert.Equal(3, (await tracker.ClicksAsync()).Count(c => c.DuplicateOf is null));
        // A device id that was only tested with finds nothing.
        Assert.Equal("INVALID REQUEST ID", (await tracker.SendToAsync("/p.ashx", $"o={tracker.Offer.Id}&f=pb&udid=phone&t=1")).Message);
        var links = (await tracker.Get<ListUniqueLinks>().RunAsync(Network.Reader, tracker.Campaign.Id)).Value.Items;
        Assert.All(links, l => Assert.Null(l.TestUrl));
    }

    private static async Task<string> QueryAsync(Tracker tracker) =>
        (await tracker.Get<ListUniqueLinks>().RunAsync(Actor.System, tracker.Campaign.Id)).Value.Items[0].TestUrl!.Split('?')[1];

    private static async Task<Tracker> OpenAsync(Dialect dialect)
    {
        var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        return tracker;
    }
}

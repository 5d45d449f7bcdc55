using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Search;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Clicks;

public sealed class ClickListTests
{
    [Theory, EachDatabase]
    public async Task The_list_shows_what_counts_filters_and_goes_page_by_page(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var first = await tracker.ClickAsync();
        await tracker.ClickAsync(cookie: first.Cookie);
        await tracker.ClickAsync(more: r => r.Headers.UserAgent = "curl/8");
        await tracker.SendToAsync("/p.ashx", $"f=pb&r={first.Token("oreq")}");

        var all = await ListAsync(tracker, new ClickFilter());
        // Ids of one millisecond come in any order.
        Assert.Equal([(false, false), (false, true), (true, false)], all.Select(c => (c.Duplicate, c.Bot)).Order());
        var counted = all.Single(c => c is { Duplicate: false, Bot: false });
        Assert.Equal((true, first.Token("oreq"), "Home insurance"), (counted.Converted, counted.OfferRequestId, counted.OfferName));
        Assert.Equal(counted.Id, Assert.Single(await ListAsync(tracker, new ClickFilter { Show = "unique" })).Id);
        Assert.Equal(2, (await ListAsync(tracker, new ClickFilter { RequestId = first.Token("req") })).Count);
        Assert.Equal(counted.Id, Assert.Single(await ListAsync(tracker, new ClickFilter { RequestId = first.Token("oreq") })).Id);
        // The search finds the same by both numbers, and nothing by a small one, which is another record's.
        var search = new SearchClicks(List(tracker));
        foreach (var (number, count) in new[] { (first.Token("req"), 2), (first.Token("oreq"), 1), ("17", 0) })
            Assert.Equal(count, (await search.RunAsync(Network.Reader, SearchTerm.Read(number, [])!, 5)).Value.Count);
        var hit = Assert.Single((await search.RunAsync(Network.Reader, SearchTerm.Read(first.Token("oreq"), [])!, 5)).Value);
        Assert.Equal((SearchKind.Click, counted.Id, "Click on Home insurance"), (hit.Kind, hit.Id, hit.Title));
        Assert.IsType<Forbidden>(
            (await search.RunAsync(new Actor("user:9", "Pat", Role.Publisher, Of: "AF1"), SearchTerm.Read("17", [])!, 5)).Refusal
        );
        Assert.Empty(await ListAsync(tracker, new ClickFilter { AffiliateId = AffiliateId.From(99) }));
        Assert.Empty(await ListAsync(tracker, new ClickFilter { To = "2026-01-01" }));
        Assert.IsType<Invalid>(
            (await List(tracker).RunAsync(Actor.System, new() { Show = "some", RequestId = "x" }, new PageRequest())).Refusal
        );

        var page = (await List(tracker).RunAsync(Actor.System, new ClickFilter(), new PageRequest(2))).Value;
        var rest = (await List(tracker).RunAsync(Actor.System, new ClickFilter(), new PageRequest(2, page.Next))).Value;
        Assert.Equal(all.Select(c => c.Id), page.Items.Concat(rest.Items).Select(c => c.Id));
        Assert.Null(rest.Next);
    }

    [Theory, EachDatabase]
    public async Task Readers_see_personal_texts_masked(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        await tracker.ClickAsync(
            $"a={tracker.Affiliate.Id}&c={tracker.Offer.DefaultCreativeId}&s1=jane.doe@example.com&s2=plain",
            more: r => r.Headers.Referer = "https://page.example/?mail=jane.doe@example.com"
        );
        var seen = Assert.Single(await ListAsync(tracker, new ClickFilter(), Network.Reader));
        Assert.DoesNotContain("jane", seen.S1 + seen.Referrer, StringComparison.Ordinal);
        Assert.Equal("plain", seen.S2);
        Assert.Equal("jane.doe@example.com", Assert.Single(await ListAsync(tracker, new ClickFilter())).S1);
    }

    [Theory, EachDatabase]
    public async Task A_conversion_shows_its_click_and_its_order(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();
        await tracker.SendToAsync("/p.ashx", $"f=pb&r={landing.Token("oreq")}&ecsk=A&ecqu=2&ecpr=3&ecld=&ect=6.00");
        var id = new ConversionId((await tracker.OnlyConversionAsync()).Id);

        var card = (await tracker.Get<GetConversion>().RunAsync(Actor.System, id)).Value;
        Assert.Equal(("postback", landing.Token("oreq"), landing.Token("req")), (card.Source, card.Click!.Id, card.Click.RequestSessionId));
        Assert.Equal(Tracker.Stranger.ToString(), card.Click.Ip);
        Assert.Equal((6m, "USD"), (card.Order!.Total, card.Order.Currency));
        Assert.Equal(new ConversionOrderLine(1, "A", 2, 3m, 0m), Assert.Single(card.Order.Lines));
    }

    [Theory, EachDatabase]
    public async Task Clicks_are_deleted_when_they_are_kept_no_longer_but_not_within_the_cookie_days(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, s => s.Configure<ClickOptions>(o => o.KeptDays = 10));
        await tracker.TakeClicksAsync(new(ClickCookieDays: 60));
        for (var i = 0; i < 3; i++)
            await tracker.ClickAsync();
        var ids = (await tracker.ClicksAsync()).Select(c => c.Id).ToArray();
        await MoveAsync(tracker, ids[0], TimeSpan.FromDays(61));
        await MoveAsync(tracker, ids[1], TimeSpan.FromDays(59));

        Assert.Equal(1, await tracker.Get<ClickRetention>().RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, (await tracker.ClicksAsync()).Count);
    }

    private static async Task<Tracker> OpenAsync(Dialect dialect)
    {
        var tracker = await Tracker.OpenAsync(
            dialect,
            s =>
                s.AddSingleton(p => new Snapshot<Instance>(
                    p.GetRequiredService<Database>(),
                    p.GetRequiredService<ConfigurationVersion>(),
                    Instance.ReadAsync
                ))
        );
        await tracker.TakeClicksAsync();
        return tracker;
    }

    private static ListClicks List(Tracker tracker) => tracker.Get<ListClicks>();

    private static async Task<IReadOnlyList<ClickAnswer>> ListAsync(Tracker tracker, ClickFilter filter, Actor? actor = null) =>
        (await List(tracker).RunAsync(actor ?? Actor.System, filter, new PageRequest())).Value.Items;

    /// <summary>As if the click had come that much earlier: its id says when.</summary>
    private static Task MoveAsync(Tracker tracker, long id, TimeSpan by) =>
        tracker.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "UPDATE clicks SET id = @earlier WHERE id = @id",
                    new { id, earlier = Identifiers.FirstNumber(tracker.Database.Now - by) }
                )
        );
}

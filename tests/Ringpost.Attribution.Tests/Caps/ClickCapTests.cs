using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Caps;

/// <summary>A click over a cap is turned away to where the campaign's redirects lead (cake.md 2.10, 5.7).</summary>
public sealed class ClickCapTests
{
    private const string Redirect = "https://closed.example/";

    [Theory, EachDatabase]
    public async Task Clicks_over_a_click_cap_are_redirected_and_duplicates_take_no_place(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var cap = await CapTests.CreateAsync(tracker, new("click", CampaignId: tracker.Campaign.Id, Limit: 2));
        var first = await tracker.ClickAsync();
        var again = await tracker.ClickAsync(cookie: first.Cookie);
        Assert.Equal(first.Token("oreq"), again.Token("oreq"));
        Assert.Equal(1, (await CapTests.GetAsync(tracker, cap.Id)).Used);
        Assert.StartsWith("https://landing.example/", (await tracker.ClickAsync()).Location, StringComparison.Ordinal);
        Assert.Equal(Redirect, (await tracker.ClickAsync()).Location);
        Assert.Equal(Redirect, (await tracker.ClickAsync(cookie: first.Cookie)).Location);
        Assert.Equal(3, (await tracker.ClicksAsync()).Count);
        var now = await CapTests.GetAsync(tracker, cap.Id);
        Assert.Equal((2, 1, true), (now.Used, now.Over, now.Met));
    }

    [Theory, EachDatabase]
    public async Task A_conversion_cap_that_is_met_turns_new_clicks_away_and_one_that_alerts_does_not(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var alert = await CapTests.CreateAsync(tracker, new("click", OfferId: tracker.Offer.Id, Limit: 0, SendAlertOnly: true));
        var cap = await CapTests.CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 1, Interval: "lifetime"));
        Assert.NotEqual(Redirect, (await tracker.ClickAsync()).Location);
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        Assert.Equal(Redirect, (await tracker.ClickAsync()).Location);
        Assert.Single(await tracker.ClicksAsync());
        Assert.Equal((1L, 0L), ((await CapTests.GetAsync(tracker, cap.Id)).Used, (await CapTests.GetAsync(tracker, cap.Id)).Over));
        Assert.Equal(1, (await CapTests.GetAsync(tracker, alert.Id)).Used);
    }

    [Theory, EachDatabase]
    public async Task Of_32_clicks_at_once_as_many_are_stored_as_the_cap_has_places(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var cap = await CapTests.CreateAsync(tracker, new("click", OfferId: tracker.Offer.Id, Limit: 5));
        await using var node = dialect == Dialect.Postgres ? tracker.OpenNode() : null;
        var landings = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => Task.Run(() => (i % 2 == 0 ? node ?? tracker : tracker).ClickAsync()))
        );
        Assert.Equal(27, landings.Count(l => l.Location == Redirect));
        Assert.Equal(5, (await tracker.ClicksAsync()).Count);
        var now = await CapTests.GetAsync(tracker, cap.Id);
        Assert.Equal((5, 27), (now.Used, now.Over));
    }

    private static async Task<Tracker> OpenAsync(Dialect dialect)
    {
        var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        await tracker
            .Get<UpdateContract>()
            .RunAsync(Actor.System, tracker.Offer.Id, tracker.Offer.DefaultContractId, new(Redirect: Redirect));
        return tracker;
    }
}

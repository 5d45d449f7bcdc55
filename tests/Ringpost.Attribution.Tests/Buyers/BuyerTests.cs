using Dapper;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Buyers;

/// <summary>Several advertisers buy on one offer: <c>adv</c> names whom a conversion is booked to.</summary>
public sealed class BuyerTests
{
    [Theory, EachDatabase]
    public async Task The_named_advertiser_is_booked_and_its_events_count(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var network = tracker.Network;
        var other = await network.AdvertiserAsync("Beta");
        await network.EventAsync(tracker.Advertiser.Id, "Payable", "payable", received: 7, payout: 3);
        var theirs = await network.EventAsync(other.Id, "Payable at Beta", "payable", received: 9, payout: 4);
        await network.EventAsync(other.Id, "Only at Beta", "beta");

        foreach (
            var query in (string[])
                ["&t=1&en=payable", $"&t=2&en=payable&adv={other.Id}", $"&t=3&adv={other.Id}", $"&t=2&en=payable&adv={other.Id}&x=1"]
        )
            await tracker.SendAsync(tracker.Pair + query);
        Assert.Equal(
            [(tracker.Advertiser.Id.Value, 7m, 3m), (other.Id.Value, 9m, 4m), (other.Id.Value, 20m, 10m)],
            await BookedAsync(tracker)
        );
        Assert.Equal(theirs.Id.Value, (await tracker.ConversionsAsync())[1].EventId);
        Assert.Equal("INVALID EVENT", (await tracker.SendAsync($"{tracker.Pair}&t=4&en=beta")).Message);
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=4&en=beta&adv={other.Id}")).Message);
        Assert.Equal("INVALID EVENT", (await tracker.SendAsync($"{tracker.Pair}&t=5&e={theirs.Id}")).Message);
    }

    [Theory, EachDatabase]
    public async Task Settings_of_the_offer_for_the_buyers_event_count(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var other = await tracker.Network.AdvertiserAsync("Beta");
        var theirs = await tracker.Network.EventAsync(other.Id, "Payable", "payable", received: 9, payout: 4);
        await tracker.Get<SetOfferEvent>().RunAsync(Actor.System, tracker.Offer.Id, theirs.Id, new(Payout: 5, Received: 11));
        await tracker.Get<SetCampaignEvent>().RunAsync(Actor.System, tracker.Campaign.Id, theirs.Id, new(Payout: 6));
        await tracker.SendAsync($"{tracker.Pair}&t=1&en=payable&adv={other.Id}");
        Assert.Equal([(other.Id.Value, 11m, 6m)], await BookedAsync(tracker));
        Assert.Contains(
            (await tracker.Get<ListOfferEvents>().RunAsync(Actor.System, tracker.Offer.Id)).Value.Items,
            e => e.EventId == theirs.Id
        );
    }

    [Theory, EachDatabase]
    public async Task Who_is_unknown_inactive_or_not_listed_is_refused(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var (listed, other) = (await tracker.Network.AdvertiserAsync("Listed"), await tracker.Network.AdvertiserAsync("Other"));
        var set = tracker.Get<SetOfferBuyers>();
        Assert.IsType<Invalid>((await set.RunAsync(Actor.System, tracker.Offer.Id, new("listed", [new AdvertiserId(999)]))).Refusal);
        Assert.Equal("listed", (await set.RunAsync(Actor.System, tracker.Offer.Id, new("listed", [listed.Id]))).Value.Buyers);
        async Task<string> SendAsync(string adv) => (await tracker.SendAsync($"{tracker.Pair}&t=1{adv}")).Message;
        Assert.Equal("INVALID ADVERTISER", await SendAsync("&adv=999"));
        Assert.Equal("INVALID ADVERTISER", await SendAsync("&adv="));
        Assert.Equal("INVALID ADVERTISER", await SendAsync($"&adv={other.Id}"));
        Assert.Contains("not among the buyers", $"{(await tracker.LastLogAsync()).Explanation[^1].Detail}", StringComparison.Ordinal);

        var change = tracker.Get<RenameAdvertiser>();
        Assert.Equal("inactive", (await change.RunAsync(Actor.System, listed.Id, new(Status: "inactive"))).Value.Status);
        Assert.Equal("INVALID ADVERTISER", await SendAsync($"&adv={listed.Id}"));
        await change.RunAsync(Actor.System, listed.Id, new(Status: "active"));
        Assert.Equal("SUCCESS", await SendAsync($"&adv={listed.Id}"));
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=2&adv={tracker.Advertiser.Id}")).Message);
        Assert.Equal("any", (await set.RunAsync(Actor.System, tracker.Offer.Id, new("any"))).Value.Buyers);
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=3&adv={other.Id}")).Message);
    }

    [Theory, EachDatabase]
    public async Task Whitelisting_at_the_offers_advertiser_believes_what_was_booked_to_others(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var other = await tracker.Network.AdvertiserAsync("Beta");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=1&adv={other.Id}", from: Tracker.Stranger);
        Assert.Equal("pending", (await tracker.OnlyConversionAsync()).Disposition);
        var address = Tracker.Stranger.ToString();
        await tracker
            .Get<Ringpost.Attribution.Whitelist.AddWhitelistRow>()
            .RunAsync(Actor.System, new(tracker.Advertiser.Id, address, address));
        Assert.Equal("20/10 approved", (await tracker.OnlyConversionAsync()).Money);
    }

    [Theory, EachDatabase]
    public async Task The_generator_writes_the_buyers_token(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var named = await network.EventAsync(advertiser.Id, "Payable", "payable");
        var unnamed = await network.EventAsync(advertiser.Id, "Nameless");
        var offer = await network.OfferAsync(advertiser.Id);
        var generate = new GenerateClicklessUrl(
            network.Snapshot,
            new PublicUrls(new Uri("https://console.example"), new Uri("https://track.example"))
        );
        var url = (await generate.RunAsync(Actor.System, offer.Id, new("ringpost", named.Id, Buyers: "several"))).Value.Url;
        Assert.Contains("&en=payable&", url, StringComparison.Ordinal);
        Assert.Contains("&adv=[tag:Buyer:SubId]", url, StringComparison.Ordinal);
        Assert.DoesNotContain("adv=", (await generate.RunAsync(Actor.System, offer.Id, new("ringba"))).Value.Url, StringComparison.Ordinal);
        var refused = await generate.RunAsync(Actor.System, offer.Id, new("ringba", unnamed.Id, Buyers: "several"));
        Assert.Equal(["event"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);
    }

    private static Task<List<(long, decimal, decimal)>> BookedAsync(Tracker tracker) =>
        tracker.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<Booked>(
                    "SELECT advertiser_id AS Advertiser, received AS Received, paid AS Paid FROM conversions ORDER BY id"
                )
            )
                .Select(b => (b.Advertiser, b.Received / 1_000_000m, b.Paid / 1_000_000m))
                .ToList()
        );

    private sealed record Booked(long Advertiser, long Received, long Paid);
}

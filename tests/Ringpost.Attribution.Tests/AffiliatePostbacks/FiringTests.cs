using Dapper;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.AffiliatePostbacks;

/// <summary>cake.md 7.1: the five levels over the postback road, on both databases.</summary>
public sealed class FiringTests
{
    [Theory, EachDatabase]
    public async Task The_affiliates_level_is_told_and_the_networks_own_in_addition(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Affiliate.Id), "https://aff.example/a?t=#tid#");
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Offer.Id), "https://net.example/o?t=#tid#&r=#received#&adv=#advid#");
        await tracker.PlaceAsync(PixelPlace.System, "https://net.example/s?t=#tid#&e=#ename#&c=#currency#");
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        var event2 = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Paid call", "paid", payout: 3);
        await tracker.SendAsync($"{tracker.Pair}&t=1&en=paid");

        Assert.Equal(
            [
                "https://aff.example/a?t=1",
                $"https://net.example/o?t=1&r=20.00&adv={tracker.Advertiser.Id}",
                "https://net.example/s?t=1&e=Conversion%2FInstall%2FLead&c=USD",
                $"https://net.example/o?t=1&r=0.00&adv={tracker.Advertiser.Id}",
                "https://net.example/s?t=1&e=Paid%20call&c=USD",
            ],
            await tracker.FiredUrlsAsync()
        );
        var other = (await tracker.ConversionsAsync()).Single(c => c.EventId == event2.Id.Value);
        var told = (await tracker.CardAsync(other.Id)).AffiliateTold;
        Assert.Equal((false, "noPixel", 2), (told.Told, told.Reason, told.Deliveries.Count));
    }

    [Theory, EachDatabase]
    public async Task An_events_own_pixel_or_the_campaigns_default_fires_for_it(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var paid = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Paid call", "paid", payout: 3);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Campaign.Id), "https://aff.example/default?e=#eid#");
        await tracker.SendAsync($"{tracker.Pair}&t=1&en=paid");
        await tracker.SetAsync(PixelPlace.Of(tracker.Campaign.Id, paid.Id), new(PostbackUrl: "https://aff.example/own?p=#price#"));
        await tracker.SendAsync($"{tracker.Pair}&t=2&en=paid");
        await tracker.SetAsync(PixelPlace.Of(tracker.Campaign.Id, paid.Id), new(UseCampaignDefaultPixel: true));
        await tracker.SendAsync($"{tracker.Pair}&t=3&en=paid");

        Assert.Equal(["https://aff.example/own?p=3.00", $"https://aff.example/default?e={paid.Id}"], await tracker.FiredUrlsAsync());
        var first = (await tracker.CardAsync((await tracker.ConversionsAsync())[0].Id)).AffiliateTold;
        Assert.Equal(
            (false, "noEventPixel", "Not told, because this event has no postback URL of its own and does not use the campaign's."),
            (first.Told, first.Reason, first.Because)
        );
    }

    [Theory, EachDatabase]
    public async Task Publish_off_at_any_level_pays_nothing_and_tells_nobody(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Affiliate.Id), "https://aff.example/a");
        await tracker.PlaceAsync(PixelPlace.System, "https://net.example/s");
        var network = tracker.Network;
        var defaultEvent = tracker.Advertiser.DefaultEventId;
        await Done(
            new UpdateEvent(network.Database, network.Version).RunAsync(
                Actor.System,
                tracker.Advertiser.Id,
                defaultEvent,
                new(Publish: false)
            )
        );
        await tracker.SendAsync($"{tracker.Pair}&t=event&ap=5");
        await Done(
            new UpdateEvent(network.Database, network.Version).RunAsync(
                Actor.System,
                tracker.Advertiser.Id,
                defaultEvent,
                new(Publish: true)
            )
        );
        var offerEvent = new SetOfferEvent(network.Database, network.Version);
        await Done(offerEvent.RunAsync(Actor.System, tracker.Offer.Id, defaultEvent, new(Publish: false)));
        await tracker.SendAsync($"{tracker.Pair}&t=offer");
        var campaignEvent = new SetCampaignEvent(network.Database, network.Version);
        await Done(campaignEvent.RunAsync(Actor.System, tracker.Campaign.Id, defaultEvent, new(Publish: true)));
        await tracker.SendAsync($"{tracker.Pair}&t=published");
        await Done(campaignEvent.RunAsync(Actor.System, tracker.Campaign.Id, defaultEvent, new(Publish: false)));
        await tracker.SendAsync($"{tracker.Pair}&t=campaign");

        Assert.Equal(
            [("event", 0m, "unpublished"), ("offer", 0m, "unpublished"), ("published", 10m, null), ("campaign", 0m, "unpublished")],
            await tracker.Database.ReadAsync(c =>
                c.QueryAsync<(string, decimal, string?)>("SELECT transaction_id, paid / 1000000.0, not_told FROM conversions ORDER BY id")
            )
        );
        Assert.Equal(["https://aff.example/a", "https://net.example/s"], await tracker.FiredUrlsAsync());
    }

    [Theory, EachDatabase]
    public async Task What_pays_nothing_is_told_only_where_the_offer_says_so(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Campaign.Id), "https://aff.example/a?p=#price#");
        await tracker.SendAsync($"{tracker.Pair}&t=1&ap=0");
        Assert.Equal("notPaid", (await tracker.CardAsync((await tracker.OnlyConversionAsync()).Id)).AffiliateTold.Reason);
        await tracker.SetAsync(PixelPlace.Of(tracker.Offer.Id), new(FirePixelOnNonPaidConversions: true));
        await tracker.SendAsync($"{tracker.Pair}&t=2&ap=0");
        Assert.Equal(["https://aff.example/a?p=0.00"], await tracker.FiredUrlsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_delay_is_kept_with_the_delivery(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SetAsync(PixelPlace.Of(tracker.Campaign.Id), new(PostbackUrl: "https://aff.example/late", PostbackDelayMs: 90_000));
        await tracker.PlaceAsync(PixelPlace.System, "https://net.example/now");
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        var due = await tracker.Database.ReadAsync(async c =>
            (await c.QueryAsync<(string Url, long Wait)>("SELECT url, next_attempt_at - created_at FROM deliveries")).ToDictionary(
                d => d.Url,
                d => d.Wait
            )
        );
        Assert.Equal(90_000, due["https://aff.example/late"]);
        Assert.Equal(0, due["https://net.example/now"]);
    }

    [Theory, EachDatabase]
    public async Task The_same_postback_32_times_at_once_is_told_once_at_each_level(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Campaign.Id), "https://aff.example/a?t=#tid#");
        await tracker.PlaceAsync(PixelPlace.System, "https://net.example/s?t=#tid#");
        await Task.WhenAll(Enumerable.Range(0, 32).Select(n => tracker.SendAsync($"{tracker.Pair}&t=same&n={n}")));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => tracker.SendAsync($"{tracker.Pair}&t={n}")));
        var urls = await tracker.FiredUrlsAsync();
        Assert.Equal(82, urls.Count);
        Assert.Equal(82, urls.Distinct().Count());
        Assert.Equal(
            82,
            await tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(DISTINCT idempotency_key) FROM deliveries"))
        );
    }

    [Theory, EachDatabase]
    public async Task One_that_was_held_back_is_decided_when_it_is_approved_under_the_pixels_of_that_time(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Campaign.Id), "https://aff.example/old");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=1&ap=4", from: Tracker.Stranger);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=2&ap=0", from: Tracker.Stranger);
        var ids = (await tracker.ConversionsAsync()).Select(c => new ConversionId(c.Id)).ToArray();
        Assert.Equal("unverifiedSender", (await tracker.CardAsync(ids[0].Value)).AffiliateTold.Reason);
        await tracker.PlaceAsync(PixelPlace.Of(tracker.Campaign.Id), "https://aff.example/new?p=#price#");
        await tracker.PlaceAsync(PixelPlace.System, "https://net.example/s");
        foreach (var id in ids)
            await Done(tracker.Get<ApproveConversion>().RunAsync(Actor.System, id));

        Assert.Equal(["https://aff.example/new?p=4.00", "https://net.example/s"], await tracker.FiredUrlsAsync());
        var first = (await tracker.CardAsync(ids[0].Value)).AffiliateTold;
        Assert.Equal((true, null, $"campaign:{tracker.Campaign.Id}"), (first.Told, first.Reason, first.Deliveries[0].RuleId));
        Assert.Equal("notPaid", (await tracker.CardAsync(ids[1].Value)).AffiliateTold.Reason);
    }

    [Theory, EachDatabase]
    public async Task What_waits_for_approval_is_not_told_and_not_told_later(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SetAsync(PixelPlace.Of(tracker.Campaign.Id), new(PostbackUrl: "https://aff.example/a?t=#tid#", Status: "pending"));
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        await Done(tracker.Get<ApproveAffiliatePixel>().RunAsync(Actor.System, $"campaign:{tracker.Campaign.Id}", true, new()));
        await tracker.SendAsync($"{tracker.Pair}&t=2");
        Assert.Equal(["https://aff.example/a?t=2"], await tracker.FiredUrlsAsync());
        Assert.Equal("pixelPending", (await tracker.CardAsync((await tracker.ConversionsAsync())[0].Id)).AffiliateTold.Reason);
    }

    private static async Task Done<T>(Task<Result<T>> operation) => Assert.Null((await operation).Refusal);
}

internal static class FiringWords
{
    public static Task PlaceAsync(this Tracker tracker, PixelPlace place, string url) => tracker.SetAsync(place, new(PostbackUrl: url));

    public static async Task<PixelAnswer> SetAsync(this Tracker tracker, PixelPlace place, SetAffiliatePixel.Request request) =>
        (await tracker.Get<SetAffiliatePixel>().RunAsync(Actor.System, place, request)).Value;

    /// <summary>In the order in which they were left.</summary>
    public static Task<IReadOnlyList<string>> FiredUrlsAsync(this Tracker tracker) =>
        tracker.Database.ReadAsync<IReadOnlyList<string>>(async c =>
            (await c.QueryAsync<string>("SELECT url FROM deliveries ORDER BY CAST(source_id AS bigint), rule_id, id")).AsList()
        );

    public static async Task<ConversionCard> CardAsync(this Tracker tracker, long id) =>
        (await new GetConversion(tracker.Database, new DeliveriesOf(tracker.Database)).RunAsync(Actor.System, new ConversionId(id))).Value;
}

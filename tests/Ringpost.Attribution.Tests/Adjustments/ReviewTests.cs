using Dapper;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Adjustments;

public sealed class ReviewTests
{
    [Theory, EachDatabase]
    public async Task Conversions_under_review_are_pending_their_affiliate_is_told_once_and_hours_settle_them(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await new UpdateOfferCampaign(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Campaign.Id,
            new(PostbackUrl: "https://affiliate.example/pb?t=#tid#", Review: true, AutoDisposition: "reject", AutoDispositionDelayHours: 24)
        );
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=20&ap=10");
        await tracker.SendAsync($"{tracker.Pair}&t=2&p=20&ap=10");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=3&p=20&ap=10", from: Tracker.Stranger);
        Assert.Equal(
            ["20/10 pending REVIEW", "20/10 pending REVIEW", "20/10 pending UNVERIFIED SENDER"],
            (await tracker.ConversionsAsync()).Select(c => c.Money)
        );
        Assert.Equal(2, await CountAsync(tracker, "SELECT count(*) FROM deliveries"));

        var status = tracker.Get<ChangeStatus>();
        Assert.True((await status.RunAsync(Actor.System, new ConversionId(1), new("approved", Reason: "Fine"))).IsOk);
        await tracker.Get<ApproveConversion>().RunAsync(Actor.System, new ConversionId(3));
        Assert.Equal(3, await CountAsync(tracker, "SELECT count(*) FROM deliveries"));
        Assert.Equal("20/10 pending REVIEW", (await tracker.ConversionsAsync())[2].Money);

        Assert.Equal(3, await CountAsync(tracker, "SELECT count(*) FROM timers WHERE kind = 'conversion-disposition'"));
        foreach (var id in new[] { "1", "2" })
            await tracker.Database.WriteAsync(
                WriteKeys.None,
                unit =>
                    AutoDispositionTimer.RunAsync(
                        tracker.Get<IServiceProvider>(),
                        new DueTimer(AutoDispositionTimer.Kind, id, unit.Now, "reject", 0),
                        unit
                    )
            );
        Assert.Equal(["20/10 approved", "0/0 rejected", "20/10 pending REVIEW"], (await tracker.ConversionsAsync()).Select(c => c.Money));
        Assert.Equal(3, await CountAsync(tracker, "SELECT count(*) FROM deliveries"));
    }

    [Theory, EachDatabase]
    public async Task An_affiliate_under_review_and_the_offers_hours_count_where_the_campaign_says_nothing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await new UpdateAffiliate(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Affiliate.Id,
            new(Review: true)
        );
        await new UpdateOffer(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Offer.Id,
            new(AutoDisposition: "approve", AutoDispositionDelayHours: 2)
        );
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=&ap=10");
        Assert.Equal(0, await CountAsync(tracker, "SELECT count(*) FROM timers"));
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=20&ap=10");
        Assert.Equal("20/10 pending REVIEW", (await tracker.OnlyConversionAsync()).Money);
        Assert.Equal(1, await CountAsync(tracker, "SELECT count(*) FROM timers WHERE payload = 'approve'"));
    }

    [Theory, EachDatabase]
    public async Task A_campaign_copies_the_offers_price_when_it_is_made_and_follows_it_only_where_ticked(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var follower = (
            await new CreateOfferCampaign(tracker.Database, tracker.Network.Version).RunAsync(
                Actor.System,
                new(tracker.Offer.Id, (await tracker.Network.AffiliateAsync("Two")).Id, FollowOffer: true)
            )
        ).Value;
        Assert.Equal((10m, false, "CPA"), (tracker.Campaign.Payout, tracker.Campaign.FollowsOffer, tracker.Campaign.PriceFormat));
        Assert.Equal((null, true), (follower.Payout, follower.FollowsOffer));
        Assert.Equal(
            new CountPriceReach.Response(1, 1),
            (await tracker.Get<CountPriceReach>().RunAsync(Network.Reader, tracker.Offer.Id)).Value
        );

        await new UpdateOffer(tracker.Database, tracker.Network.Version).RunAsync(Actor.System, tracker.Offer.Id, new(Payout: 12));
        await tracker.SendAsync($"o={tracker.Offer.Id}&pubid={tracker.Affiliate.Id}&f=pb&t=1");
        await tracker.SendAsync($"o={tracker.Offer.Id}&pubid={follower.AffiliateId}&f=pb&t=2");
        Assert.Equal(["20/10 approved", "20/12 approved"], (await tracker.ConversionsAsync()).Select(c => c.Money));

        var update = new UpdateOfferCampaign(tracker.Database, tracker.Network.Version);
        Assert.Equal(12m, (await update.RunAsync(Actor.System, follower.Id, new(FollowOffer: false))).Value.Payout);
        Assert.Null((await update.RunAsync(Actor.System, tracker.Campaign.Id, new(FollowOffer: true))).Value.Payout);
        Assert.Equal(
            ["payout"],
            Assert
                .IsType<Invalid>((await update.RunAsync(Actor.System, follower.Id, new(Payout: 120, PriceFormat: "RevShare"))).Refusal)
                .Errors.Keys
        );
    }

    private static Task<long> CountAsync(Tracker tracker, string sql) => tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<long>(sql));
}

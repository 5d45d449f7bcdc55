using Dapper;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.AffiliatePostbacks;

public sealed class AffiliatePostbackTests
{
    [Theory, EachDatabase]
    public async Task A_conversion_is_told_once_with_every_token_encoded(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await OfAffiliateAsync(
            tracker,
            "https://aff.example/p?a=#affid#&o=#oid#&c=#campid#&s=#s1#&t=#tid#&l=#leadid#&pay=#price#&r=#reqid#&u=#utcunixtime#&x=#nope#&d=#sourcedate#"
        );
        var at = Instant.From(TimeProvider.System.GetUtcNow().AddDays(-1));
        var (seconds, day) = (at.UnixMilliseconds / 1000, at.ToString()[..23]);
        await tracker.SendAsync($"{tracker.Pair}&t=a%20%26b&s1=%C3%A9&dt={at}");
        await tracker.SendAsync($"{tracker.Pair}&t=a%20%26b&s1=%C3%A9&dt={at}");

        var stored = await tracker.OnlyConversionAsync();
        var lead = (await tracker.Database.ReadAsync(PublicIds.LoadAsync)).Of(new ConversionId(stored.Id));
        Assert.Equal(
            [
                $"https://aff.example/p?a={tracker.Affiliate.Id}&o={tracker.Offer.Id}&c={tracker.Campaign.Id}&s=%C3%A9&t=a%20%26b&l={lead}&pay=10.00&r=&u={seconds}"
                    + $"&x=#nope#&d={day.Replace(":", "%3A", StringComparison.Ordinal)}0000",
            ],
            await SentAsync(tracker)
        );
    }

    [Theory, EachDatabase]
    public async Task The_campaigns_url_comes_before_the_affiliates(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await OfAffiliateAsync(tracker, "https://aff.example/general");
        await new UpdateOfferCampaign(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Campaign.Id,
            new(PostbackUrl: "https://aff.example/own?t=#tid#")
        );
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        Assert.Equal(["https://aff.example/own?t=1"], await SentAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task Tests_other_events_strangers_and_refusals_are_not_told(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Incoming call", "IncomingCall", "micro");
        await OfAffiliateAsync(tracker, "https://aff.example/p?t=#tid#");
        await tracker.SendAsync($"{tracker.Pair}&t=1&test=1");
        await tracker.SendAsync($"{tracker.Pair}&t=2&en=IncomingCall");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=3", from: Tracker.Stranger);
        await tracker.SendAsync($"{tracker.Pair}&t=4&p=x");
        Assert.Empty(await SentAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task One_whose_payout_was_not_sent_is_told_when_it_is(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await OfAffiliateAsync(tracker, "https://aff.example/p?pay=#price#");
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=20&ap=");
        Assert.Empty(await SentAsync(tracker));
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=20&ap=7.5");
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=20&ap=7.5&again=1");
        Assert.Equal(["https://aff.example/p?pay=7.50"], await SentAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task A_strangers_conversion_is_told_once_when_it_is_approved(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await OfAffiliateAsync(tracker, "https://aff.example/p?t=#tid#&pay=#price#&s=#s1#");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=1&p=20&ap=7.5&s1=x", from: Tracker.Stranger);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=2&ap=3", from: Tracker.Stranger);
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=3&test=1", from: Tracker.Stranger);
        Assert.Empty(await SentAsync(tracker));

        var first = (await tracker.ConversionsAsync()).Single(c => c.TransactionId == "1");
        Assert.True((await tracker.Get<ApproveConversion>().RunAsync(Actor.System, new ConversionId(first.Id))).IsOk);
        Assert.Equal(["https://aff.example/p?t=1&pay=7.50&s=x"], await SentAsync(tracker));
        await tracker.Network.WhitelistAsync(tracker.Advertiser.Id, $"{Tracker.Stranger}", $"{Tracker.Stranger}");
        Assert.False((await tracker.Get<ApproveConversion>().RunAsync(Actor.System, new ConversionId(first.Id))).IsOk);
        Assert.Equal(["https://aff.example/p?t=1&pay=7.50&s=x", "https://aff.example/p?t=2&pay=3.00&s="], await SentAsync(tracker));
    }

    private static async Task OfAffiliateAsync(Tracker tracker, string url) =>
        Assert.True(
            (
                await new UpdateAffiliate(tracker.Database, tracker.Network.Version).RunAsync(
                    Actor.System,
                    tracker.Affiliate.Id,
                    new(PostbackUrl: url)
                )
            ).IsOk
        );

    private static Task<IEnumerable<string>> SentAsync(Tracker tracker) =>
        tracker.Database.ReadAsync(c => c.QueryAsync<string>("SELECT url FROM deliveries ORDER BY id"));
}

using Ringpost.Attribution.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Configuration;

public sealed class OfferConfigurationTests
{
    [Theory, EachDatabase]
    public async Task The_picture_holds_what_was_created(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var payable = await network.EventAsync(advertiser.Id, "Payable call", "PayableCall");
        var offer = await network.OfferAsync(advertiser.Id);
        var affiliate = await network.AffiliateAsync();
        var first = await network.CampaignAsync(offer.Id, affiliate.Id, 12.5m);
        var second = await network.CampaignAsync(offer.Id, affiliate.Id);
        await network.WhitelistAsync(advertiser.Id, "192.0.2.1", "192.0.2.9", offer.Id, 0);

        var picture = await network.Snapshot.GetAsync();
        Assert.False(picture.ClicklessEnabled);
        Assert.Equal(64, picture.InstanceToken.Length);
        var stored = picture.Offers[offer.Id.Value];
        Assert.Equal(
            (10_000_000, 20_000_000, PriceFormat.Cpa, OfferStatus.Public),
            (stored.Payout, stored.Received, stored.PriceFormat, stored.Status)
        );
        Assert.Equal(64, stored.Token.Length);
        Assert.Equal(offer.Id, picture.Creatives[stored.DefaultCreativeId.Value].OfferId);
        Assert.Equal(payable.Id, picture.EventsByName[(advertiser.Id, "PayableCall")].Id);
        Assert.Equal(advertiser.DefaultEventId, picture.DefaultEvents[advertiser.Id]);
        Assert.Equal(first.Id, picture.Originals[(offer.Id, affiliate.Id)].Id);
        Assert.Equal(
            (12_500_000L, (long?)10_000_000L),
            (picture.Campaigns[first.Id.Value].Payout, picture.Campaigns[second.Id.Value].Payout)
        );
        Assert.False(picture.Campaigns[second.Id.Value].Original);
        var row = Assert.Single(picture.Whitelist);
        Assert.True(row.Covers(System.Net.IPAddress.Parse("192.0.2.9")));
        Assert.Equal(0, row.PerSecond);
    }

    [Theory, EachDatabase]
    public async Task The_next_look_after_a_change_sees_it(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        Assert.False((await network.Snapshot.GetAsync()).ClicklessEnabled);
        await network.SwitchClicklessAsync(true);
        Assert.True((await network.Snapshot.GetAsync()).ClicklessEnabled);
        var affiliate = await network.AffiliateAsync();
        Assert.True((await network.Snapshot.GetAsync()).Affiliates.ContainsKey(affiliate.Id.Value));
    }
}

using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.OfferCampaigns;

public sealed class CreateOfferCampaignTests
{
    [Theory, EachDatabase]
    public async Task One_of_32_campaigns_added_at_once_is_the_original(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var affiliate = await network.AffiliateAsync();

        var campaigns = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => network.CampaignAsync(offer.Id, affiliate.Id)))
        );

        Assert.Equal(32, campaigns.Select(c => c.Id).Distinct().Count());
        var original = Assert.Single(campaigns, c => c.Original);
        Assert.Equal(campaigns.Min(c => c.Id.Value), original.Id.Value);
    }

    [Theory, EachDatabase]
    public async Task Everything_that_is_wrong_is_said_at_once(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var create = new CreateOfferCampaign(network.Database, network.Version);

        var typed = await create.RunAsync(Actor.System, new(null, null, -1, "ftp://example.com", "open"));
        Assert.Equal(
            ["affiliateId", "offerId", "payout", "postbackUrl", "status"],
            Assert.IsType<Invalid>(typed.Refusal).Errors.Keys.Order()
        );
        var unknown = await create.RunAsync(Actor.System, new(new OfferId(7), new AffiliateId(8)));
        Assert.Equal(["affiliateId", "offerId"], Assert.IsType<Invalid>(unknown.Refusal).Errors.Keys.Order());
        var mixed = await create.RunAsync(Actor.System, new(new OfferId(7), new AffiliateId(8), -1));
        Assert.Equal(["affiliateId", "offerId", "payout"], Assert.IsType<Invalid>(mixed.Refusal).Errors.Keys.Order());
        Assert.IsType<Forbidden>((await create.RunAsync(Network.Reader, new(new OfferId(7), new AffiliateId(8)))).Refusal);
        Assert.Empty((await network.Snapshot.GetAsync()).Campaigns);
    }
}

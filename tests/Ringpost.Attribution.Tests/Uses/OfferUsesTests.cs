using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Uses;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Uses;

public sealed class OfferUsesTests
{
    private static readonly Actor WithoutRights = new("user:3", "Plain", Role.ReadOnly);

    [Theory, EachDatabase]
    public async Task Campaigns_redirects_buyers_and_whitelist_rows_point_at_offers_affiliates_and_advertisers(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var (acme, zenith) = (await network.AdvertiserAsync(), await network.AdvertiserAsync("Zenith"));
        var (offer, other) = (await network.OfferAsync(acme.Id), await network.OfferAsync(acme.Id));
        var affiliate = await network.AffiliateAsync();
        var campaign = await network.CampaignAsync(offer.Id, affiliate.Id);
        var elsewhere = await network.CampaignAsync(other.Id, affiliate.Id);
        await new SetOfferClicks(network.Database, network.Version).RunAsync(
            Actor.System,
            other.Id,
            new(RedirectOfferId: new((OfferId?)offer.Id))
        );
        await new SetCampaignRedirect(network.Database, network.Version).RunAsync(Actor.System, elsewhere.Id, new(offer.Id));
        await new SetOfferBuyers(network.Database, network.Version).RunAsync(Actor.System, offer.Id, new("listed", [zenith.Id]));
        var row = await network.WhitelistAsync(acme.Id, "192.0.2.1", "192.0.2.9", offer.Id);
        var wide = await network.WhitelistAsync(acme.Id, "192.0.2.77", "192.0.2.77");

        var uses = new ListOfferUses(network.Snapshot);
        OfferUse[] seen =
        [
            new(OfferUser.OfferCampaign, campaign.Id.Value, "Home insurance × Publisher One", OfferUseAs.Campaign, "active"),
            new(OfferUser.Offer, other.Id.Value, "Home insurance", OfferUseAs.Redirect, "public"),
            new(OfferUser.OfferCampaign, elsewhere.Id.Value, "Home insurance × Publisher One", OfferUseAs.Redirect, "active"),
        ];
        Assert.Equal(
            [.. seen, new(OfferUser.WhitelistRow, row.Id, "192.0.2.1 – 192.0.2.9", OfferUseAs.Whitelist, "active")],
            (await uses.RunAsync(Network.Reader, offer.Id)).Value.Items
        );
        Assert.Equal(seen, (await uses.RunAsync(WithoutRights, offer.Id)).Value.Items);
        Assert.Equal(
            [campaign.Id.Value, elsewhere.Id.Value],
            (await uses.RunAsync(WithoutRights, affiliate.Id)).Value.Items.Select(u => u.Id)
        );
        Assert.Equal(
            [(OfferUseAs.Own, offer.Id.Value), (OfferUseAs.Own, other.Id.Value), (OfferUseAs.Whitelist, wide.Id)],
            (await uses.RunAsync(Network.Reader, acme.Id)).Value.Items.Select(u => (u.As, u.Id))
        );
        Assert.Equal(
            [(OfferUseAs.Buyer, offer.Id.Value)],
            (await uses.RunAsync(Network.Reader, zenith.Id)).Value.Items.Select(u => (u.As, u.Id))
        );
        Assert.IsType<Forbidden>((await uses.RunAsync(WithoutRights, acme.Id)).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(Network.Reader, OfferId.From(99))).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(Network.Reader, AffiliateId.From(99))).Refusal);
        Assert.IsType<Missing>((await uses.RunAsync(Network.Reader, AdvertiserId.From(99))).Refusal);
    }
}

using Dapper;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Contracts;

public sealed class ContractTests
{
    [Theory, EachDatabase]
    public async Task An_offer_has_one_default_contract_with_its_price_and_may_get_more(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var standard = Assert.Single(await ListAsync(network, offer.Id));
        Assert.Equal(
            (offer.DefaultContractId, true, 10m, 20m, "CPA"),
            (standard.Id, standard.IsDefault, standard.Payout, standard.Received, standard.PriceFormat)
        );

        var better = await CreateAsync(network, offer.Id, new("Better", Payout: 12, OfferLink: "https://shop.example/?r=#reqid#"));
        Assert.Equal(
            (12m, 20m, false, "https://shop.example/?r=#reqid#"),
            (better.Payout, better.Received, better.IsDefault, better.OfferLink)
        );
        var affiliate = await network.AffiliateAsync();
        var onDefault = await network.CampaignAsync(offer.Id, affiliate.Id);
        Assert.Equal(standard.Id, onDefault.ContractId);

        var after = (
            await new SetDefaultContract(network.Database, network.Version).RunAsync(Actor.System, offer.Id, new(better.Id))
        ).Value;
        Assert.Equal((12m, better.Id), (after.Payout, after.DefaultContractId));
        Assert.Equal(better.Id, (await network.CampaignAsync(offer.Id, affiliate.Id)).ContractId);
        Assert.Equal(standard.Id, (await new GetOfferCampaign(network.Database).RunAsync(Actor.System, onDefault.Id)).Value.ContractId);
    }

    [Theory, EachDatabase]
    public async Task The_offers_price_and_its_default_contracts_are_one(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        await new UpdateOffer(network.Database, network.Version).RunAsync(Actor.System, offer.Id, new(Payout: 40, PriceFormat: "RevShare"));
        var contract = Assert.Single(await ListAsync(network, offer.Id));
        Assert.Equal((40m, 20m, "RevShare"), (contract.Payout, contract.Received, contract.PriceFormat));

        await UpdateAsync(network, offer.Id, contract.Id, new(Received: 7.5m, PriceFormat: "CPA"));
        var after = (await new GetOffer(network.Database).RunAsync(Actor.System, offer.Id)).Value;
        Assert.Equal((40m, 7.5m, "CPA"), (after.Payout, after.Received, after.PriceFormat));
    }

    [Theory, EachDatabase]
    public async Task Contracts_of_before_are_made_from_the_offers_price(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var campaign = await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id);
        await network.Database.WriteAsync(
            Storage.Writing.WriteKeys.None,
            unit => unit.Connection.ExecuteAsync("UPDATE offer_campaigns SET contract_id = NULL")
        );
        var picture = await network.Snapshot.GetAsync(TestContext.Current.CancellationToken);
        var read = picture.ContractOf(picture.Offers[offer.Id.Value], picture.Campaigns[campaign.Id.Value] with { ContractId = null });
        Assert.Equal((offer.DefaultContractId, 10_000_000L), (read.Id, read.Payout));
    }

    [Theory, EachDatabase]
    public async Task A_campaign_is_priced_by_its_contract(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var network = tracker.Network;
        var share = await CreateAsync(network, tracker.Offer.Id, new("Share", "RevShare", 60, 80, ReceivedIsPercentage: true));
        await tracker.SendAsync(tracker.Pair + "&t=1");
        await new UpdateOfferCampaign(network.Database, network.Version).RunAsync(
            Actor.System,
            tracker.Campaign.Id,
            new(ContractId: share.Id)
        );
        await tracker.SendAsync(tracker.Pair + "&t=2&p=50");
        await tracker.SendAsync(tracker.Pair + "&t=3");
        var repeated = await tracker.SendAsync(tracker.Pair + "&t=2&p=50&s1=again");
        Assert.Equal(["20/10 approved", "40/30 approved", "0/0 approved"], (await tracker.ConversionsAsync()).Select(c => c.Money));
        Assert.Equal("DUPLICATE", repeated.Message);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_is_said_and_a_contract_in_use_stays(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var (offer, other) = (await network.OfferAsync(advertiser.Id), await network.OfferAsync(advertiser.Id));
        var create = new CreateContract(network.Database, network.Version);
        var wrong = await create.RunAsync(
            Actor.System,
            offer.Id,
            new("", "CPX", 1, 101, ReceivedIsPercentage: true, OfferLink: "ftp://x", Redirect: "https://#s1#.example")
        );
        Assert.Equal(
            ["name", "offerLink", "priceFormat", "received", "redirect"],
            Assert.IsType<Invalid>(wrong.Refusal).Errors.Keys.Order()
        );
        Assert.IsType<Missing>((await create.RunAsync(Actor.System, new OfferId(999), new("X"))).Refusal);

        var foreign = await new CreateOfferCampaign(network.Database, network.Version).RunAsync(
            Actor.System,
            new(offer.Id, (await network.AffiliateAsync()).Id, ContractId: other.DefaultContractId)
        );
        Assert.Equal(["contractId"], Assert.IsType<Invalid>(foreign.Refusal).Errors.Keys);

        var used = await CreateAsync(network, offer.Id, new("Used"));
        var campaign = await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id);
        var move = new UpdateOfferCampaign(network.Database, network.Version);
        await move.RunAsync(Actor.System, campaign.Id, new(ContractId: used.Id));
        var delete = new DeleteContract(network.Database, network.Version);
        Assert.Equal("contract-in-use", (await delete.RunAsync(Actor.System, offer.Id, used.Id)).Refusal?.Type);
        Assert.Equal("contract-is-default", (await delete.RunAsync(Actor.System, offer.Id, offer.DefaultContractId)).Refusal?.Type);
        await move.RunAsync(Actor.System, campaign.Id, new(ContractId: offer.DefaultContractId));
        Assert.True((await delete.RunAsync(Actor.System, offer.Id, used.Id)).IsOk);
        Assert.Single(await ListAsync(network, offer.Id));
    }

    private static async Task<IReadOnlyList<ContractAnswer>> ListAsync(Network network, OfferId offer) =>
        (await new ListContracts(network.Database).RunAsync(Actor.System, offer)).Value.Items;

    private static async Task<ContractAnswer> CreateAsync(Network network, OfferId offer, CreateContract.Request request) =>
        (await new CreateContract(network.Database, network.Version).RunAsync(Actor.System, offer, request)).Value;

    private static async Task UpdateAsync(Network network, OfferId offer, OfferContractId id, UpdateContract.Request request) =>
        _ = (await new UpdateContract(network.Database, network.Version).RunAsync(Actor.System, offer, id, request)).Value;
}

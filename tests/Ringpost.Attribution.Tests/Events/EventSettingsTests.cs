using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Events;

public sealed class EventSettingsTests
{
    [Theory, EachDatabase]
    public async Task The_closest_level_that_says_something_counts(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var e = await network.EventAsync(advertiser.Id, "Call", payout: 1, received: 2);
        var offer = await network.OfferAsync(advertiser.Id);
        var campaign = await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id);
        var atOffer = new SetOfferEvent(network.Database, network.Version);
        var atCampaign = new SetCampaignEvent(network.Database, network.Version);

        async Task<EventInForce> InForce() =>
            (await new ListCampaignEvents(network.Snapshot).RunAsync(Network.Reader, campaign.Id))
                .Value.Items.Single(i => i.EventId == e.Id)
                .InForce;

        Assert.Equal(new EventInForce(true, true, 1, 2), await InForce());
        await atOffer.RunAsync(Actor.System, offer.Id, e.Id, new(Payout: 3, Received: 4));
        Assert.Equal(new EventInForce(true, true, 3, 4), await InForce());
        await atCampaign.RunAsync(Actor.System, campaign.Id, e.Id, new(Payout: 5));
        Assert.Equal(new EventInForce(true, true, 5, 4), await InForce());
        await atOffer.RunAsync(Actor.System, offer.Id, e.Id, new(Active: false));
        Assert.Equal(new EventInForce(false, true, 5, 2), await InForce());
        await atCampaign.RunAsync(Actor.System, campaign.Id, e.Id, new(Publish: false));
        Assert.Equal(new EventInForce(false, false, 0, 2), await InForce());
        await atOffer.RunAsync(Actor.System, offer.Id, e.Id, new());
        await atCampaign.RunAsync(Actor.System, campaign.Id, e.Id, new());
        Assert.Equal(new EventInForce(true, true, 1, 2), await InForce());
        Assert.Empty((await network.Snapshot.GetAsync()).OfferEventSettings);
    }

    [Theory, EachDatabase]
    public async Task The_default_event_takes_its_price_from_the_offer_alone(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var offer = await network.OfferAsync(advertiser.Id, 10, 20);
        var campaign = await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id, 12);
        var payable = await network.EventAsync(advertiser.Id, "Payable call");

        var refused = await new SetOfferEvent(network.Database, network.Version).RunAsync(
            Actor.System,
            offer.Id,
            advertiser.DefaultEventId,
            new(Payout: 3)
        );
        Assert.Equal(["payout"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);
        var events = (await new ListCampaignEvents(network.Snapshot).RunAsync(Network.Reader, campaign.Id)).Value.Items;
        Assert.Equal(new EventInForce(true, true, 12, 20), events.Single(i => i.IsDefault).InForce);
        Assert.Equal(new EventInForce(true, true, 0, 0), events.Single(i => i.EventId == payable.Id).InForce);
    }

    [Theory, EachDatabase]
    public async Task Only_an_active_macro_event_of_the_advertiser_can_be_the_default(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var macro = await network.EventAsync(advertiser.Id, "Payable call");
        var micro = await network.EventAsync(advertiser.Id, "Incoming call", type: "micro");
        var foreign = await network.EventAsync((await network.AdvertiserAsync("Other")).Id, "Call");
        var set = new SetDefaultEvent(network.Database, network.Version);
        var update = new UpdateEvent(network.Database, network.Version);

        foreach (var id in new[] { micro.Id, foreign.Id, new OfferEventId(99) })
            Assert.Equal(
                ["eventId"],
                Assert.IsType<Invalid>((await set.RunAsync(Actor.System, advertiser.Id, new(id))).Refusal).Errors.Keys
            );
        Assert.Equal(macro.Id, (await set.RunAsync(Actor.System, advertiser.Id, new(macro.Id))).Value.DefaultEventId);

        var off = await update.RunAsync(Actor.System, advertiser.Id, macro.Id, new(Active: false, Type: "micro"));
        Assert.Equal(["active", "type"], Assert.IsType<Invalid>(off.Refusal).Errors.Keys.Order());
        Assert.True((await update.RunAsync(Actor.System, advertiser.Id, advertiser.DefaultEventId, new(Active: false))).IsOk);
    }

    [Theory, EachDatabase]
    public async Task A_third_party_name_is_given_kept_taken_away_and_never_shared(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var first = await network.EventAsync(advertiser.Id, "First");
        var second = await network.EventAsync(advertiser.Id, "Second", "Call");
        var update = new UpdateEvent(network.Database, network.Version);

        var clash = await update.RunAsync(Actor.System, advertiser.Id, first.Id, new(ThirdPartyName: "Call"));
        Assert.Contains(
            "“Second”",
            Assert.Single(Assert.IsType<Invalid>(clash.Refusal).Errors["thirdPartyName"]),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "call",
            (await update.RunAsync(Actor.System, advertiser.Id, first.Id, new(ThirdPartyName: "call"))).Value.ThirdPartyName
        );
        Assert.Equal(
            "Call",
            (await update.RunAsync(Actor.System, advertiser.Id, second.Id, new(Name: "Renamed", ThirdPartyName: "Call")))
                .Value
                .ThirdPartyName
        );
        Assert.Equal("Call", (await update.RunAsync(Actor.System, advertiser.Id, second.Id, new(Payout: 2))).Value.ThirdPartyName);
        Assert.Null(
            (await update.RunAsync(Actor.System, advertiser.Id, second.Id, new(ThirdPartyName: (string?)null))).Value.ThirdPartyName
        );
        var listed = (await new ListEvents(network.Database).RunAsync(Network.Reader, advertiser.Id, new PageRequest())).Value.Items;
        Assert.Equal([null, "call", null], listed.Select(e => e.ThirdPartyName));
    }
}

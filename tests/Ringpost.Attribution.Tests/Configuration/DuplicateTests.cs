using Ringpost.Api.History;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Creatives;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Configuration;

public sealed class DuplicateTests
{
    [Theory, EachDatabase]
    public async Task An_offer_is_copied_inactive_with_its_parts_and_a_token_of_its_own(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var (database, version) = (network.Database, network.Version);
        var advertiser = await network.AdvertiserAsync();
        var other = await network.AdvertiserAsync("Other");
        var call = await network.EventAsync(advertiser.Id, "Payable", "payable");
        var elsewhere = await network.OfferAsync(advertiser.Id);
        var source = await network.OfferAsync(advertiser.Id, 12, 30);
        var high = Done(
            await new CreateContract(database, version).RunAsync(
                Actor.System,
                source.Id,
                new("High", Payout: 40, Received: 80, OfferLink: "https://high.example/")
            )
        );
        Done(
            await new CreateCreative(database, version).RunAsync(
                Actor.System,
                new(source.Id, "Banner", "image", Link: "https://banner.example/")
            )
        );
        Done(
            await new SetOfferClicks(database, version).RunAsync(
                Actor.System,
                source.Id,
                new("https://land.example/", 7, RedirectOfferId: new((OfferId?)elsewhere.Id))
            )
        );
        Done(await new SetOfferEvent(database, version).RunAsync(Actor.System, source.Id, call.Id, new(Payout: 5, MinimumSeconds: 9)));
        Done(await new SetOfferBuyers(database, version).RunAsync(Actor.System, source.Id, new("listed", [other.Id])));
        Done(await new SetOfferCapBehavior(database, version).RunAsync(Actor.System, source.Id, new("advertiserOnly")));
        var createCap = new CreateCap(database, version, TimeProvider.System);
        Done(await createCap.RunAsync(Actor.System, new(OfferId: source.Id, Limit: 100)));
        Done(await createCap.RunAsync(Actor.System, new(ContractId: high.Id, Interval: "monthly", Limit: 0)));
        var campaign = await network.CampaignAsync(source.Id, (await network.AffiliateAsync()).Id);
        Done(await createCap.RunAsync(Actor.System, new(CampaignId: campaign.Id, Limit: 3)));
        Done(
            await new SetAffiliatePixel(database, version).RunAsync(
                Actor.System,
                PixelPlace.Of(source.Id),
                new("https://network.example/?t=#tid#", FirePixelOnNonPaidConversions: true)
            )
        );

        var copy = Done(await new DuplicateOffer(database, version, network.Identifiers).RunAsync(Actor.System, source.Id));
        Assert.Equal(
            source with
            {
                Id = copy.Id,
                Name = "Home insurance (copy)",
                Status = "inactive",
                DefaultCreativeId = copy.DefaultCreativeId,
                DefaultContractId = copy.DefaultContractId,
                CreatedAt = copy.CreatedAt,
            },
            copy
        );
        var picture = await network.Snapshot.GetAsync();
        Assert.NotEqual(picture.Offers[source.Id.Value].Token, picture.Offers[copy.Id.Value].Token);
        Assert.NotEqual(source.DefaultCreativeId, copy.DefaultCreativeId);
        var contracts = (await new ListContracts(database).RunAsync(Actor.System, copy.Id)).Value.Items;
        Assert.Equal(
            [("Default", 12m, 30m, "https://land.example/"), ("High", 40m, 80m, "https://high.example/")],
            contracts.Select(c => (c.Name, c.Payout, c.Received, c.OfferLink!))
        );
        Assert.Equal(copy.DefaultContractId, contracts[0].Id);
        Assert.Equal(
            ["Banner", "Default"],
            (await new ListCreatives(database).RunAsync(Actor.System, copy.Id, new PageRequest())).Value.Items.Select(c => c.Name)
        );
        var clicks = Done(await new GetOfferClicks(database).RunAsync(Actor.System, copy.Id));
        Assert.Equal((7, elsewhere.Id), (clicks.ClickCookieDays, clicks.RedirectOfferId));
        var setting = (await new ListOfferEvents(network.Snapshot).RunAsync(Actor.System, copy.Id)).Value.Items.Single(e =>
            e.EventId == call.Id
        );
        Assert.Equal(5, setting.InForce.Payout);
        Assert.Equal(
            ("listed", other.Id),
            Done(await new SetOfferBuyers(database, version).ReadAsync(Actor.System, copy.Id)) is var buyers
                ? (buyers.Buyers, Assert.Single(buyers.AdvertiserIds))
                : default
        );
        var caps = await CapsAsync(network, copy.Id);
        Assert.Equal(
            [(CapLevel.Offer, copy.Id.Value, 100L), (CapLevel.Contract, contracts[1].Id.Value, 0L)],
            caps.Select(c => (c.Level, c.TargetId, c.Limit ?? -1))
        );
        Assert.Equal(3, (await CapsAsync(network, source.Id)).Count);
        Assert.Equal(CapBehavior.AdvertiserOnly, await database.ReadAsync(c => CapsSql.ReadBehaviorAsync(c, copy.Id)));
        var pixel = await database.ReadAsync(c => AffiliatePixelsSql.FindAsync(c, PixelPlace.Of(copy.Id)));
        Assert.Equal(("https://network.example/?t=#tid#", true), (pixel.PostbackUrl, pixel.FireNonPaid));
        Assert.Empty((await new ListOfferCampaigns(database).RunAsync(Actor.System, copy.Id, null, new PageRequest())).Value.Items);

        var history = (await new ListChanges(database).RunAsync(Network.Reader, "offer", $"{copy.Id}", new PageRequest())).Value.Items;
        Assert.Equal(
            [
                "affiliate-pixel pixel",
                "cap create",
                "cap create",
                "event-setting create",
                "creative create",
                "contract create",
                "offer duplicate",
            ],
            history.Select(h => $"{h.Kind} {h.Action}")
        );
        Assert.Contains(new FieldChange("duplicateOf", null, $"{source.Id}"), history[^1].Changes);
    }

    [Theory, EachDatabase]
    public async Task An_advertiser_is_copied_with_its_events_and_the_same_one_is_the_default(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var (database, version) = (network.Database, network.Version);
        var source = await network.AdvertiserAsync();
        var payable = await network.EventAsync(source.Id, "Payable", "payable", payout: 5, received: 8);
        Done(await new SetDefaultEvent(database, version).RunAsync(Actor.System, source.Id, new(payable.Id)));
        await network.OfferAsync(source.Id);

        var copy = Done(await new DuplicateAdvertiser(database, version).RunAsync(Actor.System, source.Id));
        Assert.Equal(("Acme (copy)", "inactive"), (copy.Name, copy.Status));
        Assert.Equal(copy, Done(await new GetAdvertiser(database).RunAsync(Network.Reader, copy.Id)));
        var events = (await new ListEvents(database).RunAsync(Network.Reader, copy.Id, new PageRequest())).Value.Items;
        Assert.Equal(
            [("Conversion/Install/Lead", null, 0m, false), ("Payable", "payable", 5m, true)],
            events.Select(e => (e.Name, e.ThirdPartyName, e.Payout, e.IsDefault))
        );
        Assert.Equal(events[1].Id, copy.DefaultEventId);
        Assert.NotEqual(payable.Id, copy.DefaultEventId);
        // No offer hangs on it.
        Done(await new DeleteAdvertiser(database, version).RunAsync(Actor.System, copy.Id));
    }

    [Theory, EachDatabase]
    public async Task An_affiliate_is_copied_without_what_tells_it_of_conversions(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var (database, version) = (network.Database, network.Version);
        var source = Done(
            await new CreateAffiliate(database, version).RunAsync(
                Actor.System,
                new("Publisher One", "https://one.example/?t=#tid#", Review: true)
            )
        );
        Done(
            await new SetAffiliatePixel(database, version).RunAsync(
                Actor.System,
                PixelPlace.Of(source.Id),
                new(PixelHtml: "<img src=\"https://one.example/\">", FireGlobalPixel: false, AutoApprovePixels: true)
            )
        );
        var copy = Done(await new DuplicateAffiliate(database, version).RunAsync(Actor.System, source.Id));
        Assert.Equal(
            source with
            {
                Id = copy.Id,
                Name = "Publisher One (copy)",
                Status = AccountStatus.Inactive,
                PostbackUrl = null,
                CreatedAt = copy.CreatedAt,
            },
            copy
        );
        var pixel = await database.ReadAsync(c => AffiliatePixelsSql.FindAsync(c, PixelPlace.Of(copy.Id)));
        Assert.Equal((false, false, true), (pixel.HasContent, pixel.FireGlobal, pixel.AutoApprove));
    }

    [Theory, EachDatabase]
    public async Task A_campaign_is_copied_for_another_affiliate_on_the_same_terms_and_without_its_pixels(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var (database, version) = (network.Database, network.Version);
        var advertiser = await network.AdvertiserAsync();
        var call = await network.EventAsync(advertiser.Id, "Payable", "payable");
        var offer = await network.OfferAsync(advertiser.Id);
        var elsewhere = await network.OfferAsync(advertiser.Id);
        var high = Done(
            await new CreateContract(database, version).RunAsync(Actor.System, offer.Id, new("High", Payout: 40, Received: 80))
        );
        var (one, two) = (await network.AffiliateAsync(), await network.AffiliateAsync("Publisher Two"));
        var source = Done(
            await new CreateOfferCampaign(database, version).RunAsync(
                Actor.System,
                new(offer.Id, one.Id, 17, "https://one.example/?t=#tid#", ContractId: high.Id, Review: true)
            )
        );
        Done(await new SetCampaignEvent(database, version).RunAsync(Actor.System, source.Id, call.Id, new(Payout: 6)));
        Done(await new SetCampaignRedirect(database, version).RunAsync(Actor.System, source.Id, new(elsewhere.Id)));
        Done(await new CreateCap(database, version, TimeProvider.System).RunAsync(Actor.System, new(CampaignId: source.Id, Limit: 3)));

        var duplicate = new DuplicateOfferCampaign(database, version);
        var copy = Done(await duplicate.RunAsync(Actor.System, source.Id, new(two.Id)));
        Assert.Equal(
            source with
            {
                Id = copy.Id,
                AffiliateId = two.Id,
                Status = "inactive",
                PostbackUrl = null,
                CreatedAt = copy.CreatedAt,
            },
            copy
        );
        Assert.True(copy.Original);
        Assert.Equal(copy, Done(await new GetOfferCampaign(database).RunAsync(Network.Reader, copy.Id)));
        Assert.Equal(
            6,
            (await new ListCampaignEvents(network.Snapshot).RunAsync(Network.Reader, copy.Id))
                .Value.Items.Single(e => e.EventId == call.Id)
                .InForce.Payout
        );
        Assert.Equal(elsewhere.Id, (await database.ReadAsync(c => ClickSettingsSql.ReadRedirectAsync(c, copy.Id))).RedirectOfferId);
        Assert.Equal(
            [(source.Id.Value, 3L), (copy.Id.Value, 3L)],
            (await CapsAsync(network, offer.Id)).Select(c => (c.TargetId, c.Limit ?? -1))
        );

        // The same affiliate again: a second of its pair, which is not the original.
        var second = Done(await duplicate.RunAsync(Actor.System, source.Id, new()));
        Assert.Equal((one.Id, false), (second.AffiliateId, second.Original));
        Assert.Equal(
            ["affiliateId"],
            Assert.IsType<Invalid>((await duplicate.RunAsync(Actor.System, source.Id, new(AffiliateId.From(99)))).Refusal).Errors.Keys
        );
    }

    [Theory, EachDatabase]
    public async Task What_is_unknown_is_not_copied_and_readers_copy_nothing(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var (database, version) = (network.Database, network.Version);
        var offer = new DuplicateOffer(database, version, network.Identifiers);
        var advertiser = new DuplicateAdvertiser(database, version);
        var affiliate = new DuplicateAffiliate(database, version);
        var campaign = new DuplicateOfferCampaign(database, version);
        Assert.IsType<Missing>((await offer.RunAsync(Actor.System, OfferId.From(9))).Refusal);
        Assert.IsType<Missing>((await advertiser.RunAsync(Actor.System, AdvertiserId.From(9))).Refusal);
        Assert.IsType<Missing>((await affiliate.RunAsync(Actor.System, AffiliateId.From(9))).Refusal);
        Assert.IsType<Missing>((await campaign.RunAsync(Actor.System, OfferCampaignId.From(9), new())).Refusal);
        Assert.IsType<Forbidden>((await offer.RunAsync(Network.Reader, OfferId.From(9))).Refusal);
        Assert.IsType<Forbidden>((await advertiser.RunAsync(Network.Reader, AdvertiserId.From(9))).Refusal);
        Assert.IsType<Forbidden>((await affiliate.RunAsync(Network.Reader, AffiliateId.From(9))).Refusal);
        Assert.IsType<Forbidden>((await campaign.RunAsync(Network.Reader, OfferCampaignId.From(9), new())).Refusal);
    }

    private static Task<IReadOnlyList<Cap>> CapsAsync(Network network, OfferId offer) =>
        network.Database.ReadAsync(c => CapsSql.ListAsync(c, offer, 0, 100));

    private static T Done<T>(Result<T> result) => result.Value;
}

using Ringpost.Api;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Creatives;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Creatives;

public sealed class CreativeTests
{
    [Theory, EachDatabase]
    public async Task A_creative_is_made_changed_and_in_force_at_once(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var affiliate = await network.AffiliateAsync();
        var campaign = await network.CampaignAsync(offer.Id, affiliate.Id);

        var created = (
            await new CreateCreative(network.Database, network.Version).RunAsync(
                Actor.System,
                new(offer.Id, "Banner 300", "image", Link: "https://landing.example/?r=#oreqid#")
            )
        ).Value;
        Assert.Equal(("image", "active"), (created.Type, created.Status));
        var picture = await network.Snapshot.GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal("https://landing.example/?r=#oreqid#", picture.Creatives[created.Id.Value].Link);

        var changed = (
            await new UpdateCreative(network.Database, network.Version).RunAsync(
                Actor.System,
                created.Id,
                new(Status: "hidden", Link: new Optional<string>(null))
            )
        ).Value;
        Assert.Equal(("Banner 300", "hidden", null), (changed.Name, changed.Status, changed.Link));
        Assert.Equal(
            [changed.Id, offer.DefaultCreativeId],
            (await new ListCreatives(network.Database).RunAsync(Actor.System, offer.Id, new PageRequest())).Value.Items.Select(c => c.Id)
        );

        var urls = new PublicUrls(new Uri("https://console.example"), new Uri("https://track.example"));
        var links = (await new ListUniqueLinks(network.Snapshot, urls).RunAsync(Network.Reader, campaign.Id)).Value.Items;
        Assert.Equal($"https://track.example/?a={affiliate.Id}&c={offer.DefaultCreativeId}", links[0].Url);
    }

    [Theory, EachDatabase]
    public async Task Every_error_is_told_at_once_and_readers_change_nothing(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var create = new CreateCreative(network.Database, network.Version);
        var refused = Assert.IsType<Invalid>(
            (await create.RunAsync(Actor.System, new(OfferId.From(99), "", "poster", "gone", "javascript:alert(1)"))).Refusal
        );
        Assert.Equal(["link", "name", "offerId", "status", "type"], refused.Errors.Keys.Order());
        Assert.IsType<Forbidden>((await create.RunAsync(Network.Reader, new(OfferId.From(1), "x"))).Refusal);
    }

    [Theory]
    [InlineData("https://landing.example/?r=#reqid#&s=#s1#", true)]
    [InlineData("http://landing.example", true)]
    [InlineData("https://#s1#.example/", false)]
    [InlineData("https://landing.example:#s1#/", false)]
    [InlineData("https://user:secret@landing.example/", false)]
    [InlineData("//landing.example/", false)]
    [InlineData("https://landing.example/a b", false)]
    [InlineData("https://münchen.example/", false)]
    [InlineData("https://landing.example\\@evil.example/", false)]
    [InlineData("ftp://landing.example/", false)]
    public void A_link_never_lets_a_click_choose_its_host(string link, bool fine) => Assert.Equal(fine, OfferLinkRule.Fault(link) is null);

    [Theory, EachDatabase]
    public async Task Click_settings_of_offer_campaign_and_instance_are_kept(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var (offer, other) = (await network.OfferAsync(advertiser.Id), await network.OfferAsync(advertiser.Id));
        var campaign = await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id);
        var set = new SetOfferClicks(network.Database, network.Version);

        Assert.Equal(30, (await new GetOfferClicks(network.Database).RunAsync(Network.Reader, offer.Id)).Value.ClickCookieDays);
        var stored = (
            await set.RunAsync(
                Actor.System,
                offer.Id,
                new(
                    OfferLink: "https://landing.example/",
                    ClickCookieDays: 7,
                    LastTouch: true,
                    RedirectOfferId: new Optional<OfferId?>(other.Id),
                    RegenerationType: "ip",
                    RegenerationSeconds: 600
                )
            )
        ).Value;
        Assert.Equal(stored, (await new GetOfferClicks(network.Database).RunAsync(Network.Reader, offer.Id)).Value);
        Assert.Equal((7, true, 600), (stored.ClickCookieDays, stored.LastTouch, stored.RegenerationSeconds));
        var refused = Assert.IsType<Invalid>(
            (
                await set.RunAsync(
                    Actor.System,
                    offer.Id,
                    new(
                        "nowhere",
                        0,
                        RedirectOfferId: new Optional<OfferId?>(offer.Id),
                        RegenerationType: "ip",
                        RegenerationSeconds: 86_401
                    )
                )
            ).Refusal
        );
        Assert.Equal(["clickCookieDays", "offerLink", "redirectOfferId", "regenerationSeconds"], refused.Errors.Keys.Order());

        var redirect = new SetCampaignRedirect(network.Database, network.Version);
        Assert.True((await redirect.RunAsync(Actor.System, campaign.Id, new(other.Id, true))).IsOk);
        Assert.IsType<Invalid>((await redirect.RunAsync(Actor.System, campaign.Id, new(OfferId.From(999)))).Refusal);
        Assert.True(
            (await new SetGlobalRedirect(network.Database, network.Version).RunAsync(Actor.System, new("https://network.example/"))).IsOk
        );
        var picture = await network.Snapshot.GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(other.Id, picture.CampaignRedirects[campaign.Id].RedirectOfferId);
        Assert.Equal((7, "https://network.example/"), (picture.ClicksOf(offer.Id).CookieDays, picture.GlobalRedirect));
    }
}

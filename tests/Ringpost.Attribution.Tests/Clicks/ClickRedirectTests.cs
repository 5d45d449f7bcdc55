using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Creatives;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Clicks;

/// <summary>cake.md 2.10: where a click goes that its campaign can't take.</summary>
public sealed class ClickRedirectTests
{
    [Theory, EachDatabase]
    public async Task Campaign_then_offer_then_global_redirect_then_404(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var ofCampaign = await OfferAsync(tracker, "campaign");
        var ofOffer = await OfferAsync(tracker, "offer");
        await tracker.Network.CampaignAsync(ofCampaign, tracker.Affiliate.Id);
        await tracker.Get<UpdateOfferCampaign>().RunAsync(Actor.System, tracker.Campaign.Id, new(Status: "inactive"));

        Assert.Equal((404, null), (await tracker.ClickAsync() is var l ? (l.Status, l.Location) : default));
        Assert.Empty(await tracker.ClicksAsync());

        await tracker.Get<SetGlobalRedirect>().RunAsync(Actor.System, new("https://global.example/?s1=#s1#&r=#reqid#"));
        Assert.Equal("https://global.example/?s1=sub&r=", (await tracker.ClickAsync()).Location);

        await tracker.Get<SetOfferClicks>().RunAsync(Actor.System, tracker.Offer.Id, new(RedirectOfferId: new Optional<OfferId?>(ofOffer)));
        // The affiliate has no campaign on that offer: it is shown and nobody is credited.
        Assert.Equal("https://offer.example/?oreq=", (await tracker.ClickAsync()).Location);
        Assert.Empty(await tracker.ClicksAsync());

        await tracker.Get<SetCampaignRedirect>().RunAsync(Actor.System, tracker.Campaign.Id, new(ofCampaign));
        var landing = await tracker.ClickAsync();
        var click = Assert.Single(await tracker.ClicksAsync());
        Assert.Equal((ofCampaign.Value, $"https://campaign.example/?oreq={click.Id}"), (click.OfferId, landing.Location));

        await tracker.Get<SetCampaignRedirect>().RunAsync(Actor.System, tracker.Campaign.Id, new(null, Redirect404: true));
        Assert.Equal(404, (await tracker.ClickAsync()).Status);
    }

    [Theory, EachDatabase]
    public async Task A_circle_of_redirects_ends(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var other = await OfferAsync(tracker, "other");
        await tracker.Get<UpdateOffer>().RunAsync(Actor.System, other, new(Status: "inactive"));
        await tracker.Get<SetOfferClicks>().RunAsync(Actor.System, tracker.Offer.Id, new(RedirectOfferId: new Optional<OfferId?>(other)));
        await tracker.Get<SetOfferClicks>().RunAsync(Actor.System, other, new(RedirectOfferId: new Optional<OfferId?>(tracker.Offer.Id)));
        Assert.Equal(404, (await tracker.ClickAsync()).Status);
    }

    [Theory, EachDatabase]
    public async Task A_creatives_own_link_comes_first_and_an_inactive_creative_takes_no_click(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var creative = (
            await tracker.Get<CreateCreative>().RunAsync(Actor.System, new(tracker.Offer.Id, "Own", Link: "https://own.example/#cid#"))
        ).Value;
        var link = $"a={tracker.Affiliate.Id}&c={creative.Id}";
        Assert.Equal($"https://own.example/{creative.Id}", (await tracker.ClickAsync(link)).Location);
        await tracker.Get<UpdateCreative>().RunAsync(Actor.System, creative.Id, new(Status: "inactive"));
        Assert.Equal(404, (await tracker.ClickAsync(link)).Status);
    }

    [Theory, EachDatabase]
    public async Task Nothing_in_the_request_chooses_where_a_click_leads(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        foreach (
            var sub in (string[])
                ["https://evil.example", "//evil.example", "%0d%0aLocation:%20https://evil.example", "#affid#", "\\evil", "%23oreqid%23"]
        )
        {
            var landing = await tracker.ClickAsync(
                $"a={tracker.Affiliate.Id}&c={tracker.Offer.DefaultCreativeId}&s1={sub}&url=https://evil.example"
            );
            Assert.StartsWith("https://landing.example/?", landing.Location, StringComparison.Ordinal);
            Assert.Equal("landing.example", new Uri(landing.Location!).Host);
            Assert.DoesNotContain('\n', landing.Location!);
        }

        foreach (var broken in (string[])["a=x&c=y", "a=&c=", "a=99999999999999999999&c=1", "a=%zz&c=%", "a=1&c=-1", "a=0&c=0"])
            Assert.Equal(404, (await tracker.ClickAsync(broken)).Status);
    }

    private static async Task<OfferId> OfferAsync(Tracker tracker, string name)
    {
        var offer = await tracker.Network.OfferAsync(tracker.Advertiser.Id);
        await tracker.Get<SetOfferClicks>().RunAsync(Actor.System, offer.Id, new(OfferLink: $"https://{name}.example/?oreq=#oreqid#"));
        return offer.Id;
    }
}

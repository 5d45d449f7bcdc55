using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.AffiliatePostbacks;

public sealed class AffiliatePixelTests
{
    [Theory, EachDatabase]
    public async Task A_pixel_is_set_at_each_level_and_read_back(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        foreach (var place in Places(tracker))
        {
            var empty = await GetAsync(tracker, place);
            Assert.Equal((null, 0, null, "approved"), (empty.PostbackUrl, empty.PostbackDelayMs, empty.PixelHtml, empty.Status));
            await tracker.SetAsync(place, new("https://x.example/?t=#tid#&n=#nope#", 500, "<img src=\"https://x.example\">\n"));
            var set = await GetAsync(tracker, place);
            Assert.Equal(
                ("https://x.example/?t=#tid#&n=#nope#", 500, "<img src=\"https://x.example\">", $"{place}"),
                (set.PostbackUrl, set.PostbackDelayMs, set.PixelHtml, set.Id)
            );
            Assert.Equal(["#nope# is not known and stays in the text as it is."], set.Warnings);
            var left = await tracker.SetAsync(place, new(PostbackUrl: null, PostbackDelayMs: 0));
            Assert.Equal((null, "<img src=\"https://x.example\">"), (left.PostbackUrl, left.PixelHtml));
        }
    }

    [Theory, EachDatabase]
    public async Task The_url_given_with_affiliate_or_campaign_is_the_same_one_and_leaves_the_rest(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var (campaign, network) = (PixelPlace.Of(tracker.Campaign.Id), tracker.Network);
        var update = new UpdateOfferCampaign(network.Database, network.Version);
        await tracker.SetAsync(campaign, new("https://x.example/1", 500, Status: "pending"));
        Assert.Equal(
            "https://x.example/1",
            (await new GetOfferCampaign(network.Database).RunAsync(Actor.System, tracker.Campaign.Id)).Value.PostbackUrl
        );
        // Another change of the campaign does not approve what waits.
        Assert.True((await update.RunAsync(Actor.System, tracker.Campaign.Id, new(Payout: 12m, PostbackUrl: "https://x.example/1"))).IsOk);
        Assert.Equal("pending", (await GetAsync(tracker, campaign)).Status);
        Assert.True((await update.RunAsync(Actor.System, tracker.Campaign.Id, new(PostbackUrl: "https://x.example/2"))).IsOk);
        var after = await GetAsync(tracker, campaign);
        Assert.Equal(("https://x.example/2", 500, "approved"), (after.PostbackUrl, after.PostbackDelayMs, after.Status));
        var refused = await new UpdateAffiliate(network.Database, network.Version).RunAsync(
            Actor.System,
            tracker.Affiliate.Id,
            new(PostbackUrl: "https://x.example/?r=#received#")
        );
        Assert.Equal(["postbackUrl"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_by_field()
    {
        await using var tracker = await Tracker.OpenAsync(Dialect.Sqlite);
        async Task<IEnumerable<string>> Errors(PixelPlace place, SetAffiliatePixel.Request request) =>
            Assert
                .IsType<Invalid>((await tracker.Get<SetAffiliatePixel>().RunAsync(Actor.System, place, request)).Refusal)
                .Errors.Keys.Order();

        Assert.Equal(
            [
                "autoApprovePixels",
                "fireGlobalPixel",
                "firePixelOnNonPaidConversions",
                "pixelHtml",
                "postbackDelayMs",
                "postbackUrl",
                "status",
                "useCampaignDefaultPixel",
            ],
            await Errors(
                PixelPlace.Of(tracker.Campaign.Id),
                new(
                    "ftp://x",
                    -1,
                    "<i>#advid#</i>",
                    "odd",
                    UseCampaignDefaultPixel: true,
                    FireGlobalPixel: true,
                    FirePixelOnNonPaidConversions: true,
                    AutoApprovePixels: true
                )
            )
        );
        Assert.Equal(["status"], await Errors(PixelPlace.System, new("https://net.example/?r=#received#", Status: "pending")));
        Assert.Equal(["postbackDelayMs"], await Errors(PixelPlace.System, new(PostbackDelayMs: 604_800_001)));
        Assert.Equal(["postbackUrl"], await Errors(PixelPlace.Of(tracker.Affiliate.Id), new("https://x.#affid#.example/")));
        Assert.IsType<Missing>(
            (
                await tracker.Get<SetAffiliatePixel>().RunAsync(Actor.System, PixelPlace.Of(new OfferId(999)), new("https://x.example"))
            ).Refusal
        );
        Assert.IsType<Missing>(
            (
                await tracker.Get<GetAffiliatePixel>().RunAsync(Actor.System, PixelPlace.Of(tracker.Campaign.Id, new OfferEventId(999)))
            ).Refusal
        );
    }

    [Theory, EachDatabase]
    public async Task What_an_affiliate_places_waits_unless_it_needs_no_approval(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var (campaign, affiliate) = (PixelPlace.Of(tracker.Campaign.Id), PixelPlace.Of(tracker.Affiliate.Id));
        var placed = await tracker.SetAsync(campaign, new("https://x.example/1", Status: "pending"));
        Assert.Equal("pending", placed.Status);
        var waiting = Assert.Single((await tracker.Get<ListAffiliatePixels>().RunAsync(Network.Reader, null)).Value.Items);
        Assert.Equal(
            (tracker.Affiliate.Name, tracker.Offer.Name, $"{campaign}"),
            (waiting.AffiliateName, waiting.OfferName, waiting.Pixel.Id)
        );

        var approve = tracker.Get<ApproveAffiliatePixel>();
        var other = placed.PlacedAt!.Value + TimeSpan.FromMilliseconds(-1);
        Assert.IsType<Clash>((await approve.RunAsync(Actor.System, $"{campaign}", true, new(other))).Refusal);
        var results = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => approve.RunAsync(Actor.System, $"{campaign}", true, new(placed.PlacedAt)))
        );
        Assert.Single(results, r => r.IsOk);
        Assert.All(results.Where(r => !r.IsOk), r => Assert.IsType<Clash>(r.Refusal));
        Assert.True((await approve.RunAsync(Actor.System, $"{campaign}", false, new())).IsOk);
        Assert.Single((await tracker.Get<ListAffiliatePixels>().RunAsync(Network.Reader, "declined")).Value.Items);

        await tracker.SetAsync(affiliate, new(AutoApprovePixels: true));
        Assert.Equal("approved", (await tracker.SetAsync(campaign, new("https://x.example/2", Status: "pending"))).Status);
        Assert.Equal("approved", (await tracker.SetAsync(affiliate, new("https://x.example/3", Status: "pending"))).Status);
        foreach (var bad in (string[])["campaign:999", "system", "offer:1", "odd"])
            Assert.IsType<Missing>((await approve.RunAsync(Actor.System, bad, true, new())).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_change_of_a_url_is_in_the_history_and_readers_see_no_secret(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var campaign = PixelPlace.Of(tracker.Campaign.Id);
        await tracker.SetAsync(campaign, new("https://x.example/?token=hidden&t=#tid#"));
        await tracker.SetAsync(campaign, new("https://x.example/?token=hidden&t=#tid#"));
        var changes = await tracker.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "offer-campaign", $"{tracker.Campaign.Id}"));
        var change = Assert.Single(changes, c => c.Action == "pixel");
        Assert.DoesNotContain("https://x.example", change.Before!, StringComparison.Ordinal);
        Assert.Contains("https://x.example", change.After!, StringComparison.Ordinal);
        Assert.Equal(
            "https://x.example/?token=•••&t=#tid#",
            (await tracker.Get<GetAffiliatePixel>().RunAsync(Network.Reader, campaign)).Value.PostbackUrl
        );
        Assert.IsType<Forbidden>((await tracker.Get<SetAffiliatePixel>().RunAsync(Network.Reader, campaign, new())).Refusal);
        Assert.IsType<Forbidden>((await tracker.Get<ApproveAffiliatePixel>().RunAsync(Network.Reader, $"{campaign}", true, new())).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_test_shows_the_request_and_leaves_nothing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var campaign = PixelPlace.Of(tracker.Campaign.Id);
        await tracker.SetAsync(campaign, new("https://x.example/saved?c=#campid#&p=#price#"));
        var test = tracker.Get<TestAffiliatePixel>();
        var saved = (await test.RunAsync(Actor.System, campaign, new())).Value;
        Assert.Equal(("GET", $"https://x.example/saved?c={tracker.Campaign.Id}&p=12.50"), (saved.Method, saved.Url));
        var typed = (await test.RunAsync(Actor.System, campaign, new("https://x.example/typed?s=#s1#&x=#nope#", "<b>#tid#</b>"))).Value;
        Assert.Equal(
            ("https://x.example/typed?s=sub1&x=#nope#", "<b>example-transaction</b>", 1),
            (typed.Url, typed.Html, typed.Warnings.Count)
        );
        Assert.IsType<Invalid>((await test.RunAsync(Actor.System, campaign, new("https://x.example/?r=#received#"))).Refusal);
        Assert.Equal(
            "https://x.example/?r=20.00",
            (await test.RunAsync(Actor.System, PixelPlace.System, new("https://x.example/?r=#received#"))).Value.Url
        );
        Assert.Empty(await tracker.FiredUrlsAsync());
        Assert.Equal("https://x.example/saved?c=#campid#&p=#price#", (await GetAsync(tracker, campaign)).PostbackUrl);
    }

    private static IEnumerable<PixelPlace> Places(Tracker tracker) =>
        [
            PixelPlace.Of(tracker.Campaign.Id),
            PixelPlace.Of(tracker.Campaign.Id, tracker.Advertiser.DefaultEventId),
            PixelPlace.Of(tracker.Affiliate.Id),
            PixelPlace.Of(tracker.Offer.Id),
            PixelPlace.System,
        ];

    private static async Task<PixelAnswer> GetAsync(Tracker tracker, PixelPlace place) =>
        (await tracker.Get<GetAffiliatePixel>().RunAsync(Actor.System, place)).Value;
}

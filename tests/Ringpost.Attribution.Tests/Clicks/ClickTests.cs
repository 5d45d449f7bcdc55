using System.Globalization;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Clicks;

/// <summary>cake.md 2.10: the click link.</summary>
public sealed class ClickTests
{
    [Theory, EachDatabase]
    public async Task A_click_is_stored_and_led_to_the_offers_link_with_its_tokens(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();

        var landing = await tracker.ClickAsync(
            $"A={tracker.Affiliate.Id}&C={tracker.Offer.DefaultCreativeId}&s1=a%26b%20c&utm_source=x&udid=device-1"
        );

        Assert.Equal(302, landing.Status);
        var click = Assert.Single(await tracker.ClicksAsync());
        Assert.Equal(
            $"https://landing.example/?req={click.SessionId}&oreq={click.Id}&aff={tracker.Affiliate.Id}&s1=a%26b%20c",
            landing.Location
        );
        Assert.Equal(("a&b c", "device-1", 0L), (click.S1, click.Udid, click.Touch));
        Assert.Equal($"rp_session={click.SessionId}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax", landing.SetCookie);
        Assert.NotEqual(click.SessionId, click.Id);
    }

    [Theory, EachDatabase]
    public async Task Over_https_the_cookie_is_for_pixels_on_other_sites(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync(new(ClickCookieDays: 90));
        var landing = await tracker.ClickAsync(more: r => r.Scheme = "https");
        Assert.EndsWith("Max-Age=7776000; HttpOnly; Secure; SameSite=None", landing.SetCookie, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task First_touch_makes_further_clicks_duplicates_also_through_another_affiliate(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var other = await AnotherAsync(tracker);

        var first = await tracker.ClickAsync();
        var second = await tracker.ClickAsync(cookie: first.Cookie);
        var third = await tracker.ClickAsync($"a={other}&c={tracker.Offer.DefaultCreativeId}", first.Cookie);
        var stranger = await tracker.ClickAsync();

        Assert.Equal([first.Token("oreq"), first.Token("oreq")], [second.Token("oreq"), third.Token("oreq")]);
        Assert.Equal(first.Token("req"), third.Token("req"));
        Assert.NotEqual(first.Token("req"), stranger.Token("req"));
        var clicks = await tracker.ClicksAsync();
        Assert.Equal(2, clicks.Count(c => c.DuplicateOf is null));
        Assert.Equal(2, clicks.Count(c => c.DuplicateOf == long.Parse(first.Token("oreq"), CultureInfo.InvariantCulture)));
    }

    [Theory, EachDatabase]
    public async Task Last_touch_gives_the_user_to_another_affiliate_and_keeps_repeats_of_the_same_one_duplicates(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync(new(LastTouch: true));
        var other = await AnotherAsync(tracker);

        var first = await tracker.ClickAsync();
        var repeat = await tracker.ClickAsync(cookie: first.Cookie);
        var taken = await tracker.ClickAsync($"a={other}&c={tracker.Offer.DefaultCreativeId}", first.Cookie);
        var back = await tracker.ClickAsync(cookie: first.Cookie);

        Assert.Equal(first.Token("oreq"), repeat.Token("oreq"));
        Assert.Equal(3, new[] { first, taken, back }.Select(l => l.Token("oreq")).Distinct().Count());
        // By touch: two clicks of one millisecond have ids in any order.
        Assert.Equal([0L, 1, 2], (await tracker.ClicksAsync()).Where(c => c.DuplicateOf is null).Select(c => c.Touch).Order());
    }

    [Theory, EachDatabase]
    public async Task Of_32_clicks_of_a_session_at_once_one_is_unique(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync(new(LastTouch: true));
        var second = (
            await new CreateOffer(tracker.Database, tracker.Network.Version, tracker.Network.Identifiers).RunAsync(
                Actor.System,
                new("Other", tracker.Advertiser.Id)
            )
        ).Value;
        await tracker.Get<SetOfferClicks>().RunAsync(Actor.System, second.Id, new(OfferLink: "https://other.example/?oreq=#oreqid#"));
        await tracker.Network.CampaignAsync(second.Id, tracker.Affiliate.Id);
        var cookie = (await tracker.ClickAsync()).Cookie;

        var landings = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => tracker.ClickAsync($"a={tracker.Affiliate.Id}&c={second.DefaultCreativeId}", cookie))
        );

        Assert.Single(landings.Select(l => l.Token("oreq")).Distinct());
        var clicks = (await tracker.ClicksAsync()).Where(c => c.OfferId == second.Id.Value).ToList();
        Assert.Equal(32, clicks.Count);
        var unique = Assert.Single(clicks, c => c.DuplicateOf is null);
        Assert.All(clicks.Where(c => c != unique), c => Assert.Equal(unique.Id, c.DuplicateOf));
    }

    [Theory, EachDatabase]
    public async Task Of_two_affiliates_racing_with_last_touch_every_take_over_has_a_place_of_its_own(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync(new(LastTouch: true));
        var other = await AnotherAsync(tracker);
        var cookie = (await tracker.ClickAsync()).Cookie;
        var affiliates = new[] { tracker.Affiliate.Id.Value, other.Value };

        await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => tracker.ClickAsync($"a={affiliates[i % 2]}&c={tracker.Offer.DefaultCreativeId}", cookie))
        );

        var clicks = await tracker.ClicksAsync();
        Assert.Equal(33, clicks.Count);
        var touches = clicks.Where(c => c.DuplicateOf is null).OrderBy(c => c.Touch).ToList();
        Assert.Equal(Enumerable.Range(0, touches.Count).Select(i => (long)i), touches.Select(c => c.Touch));
        // One touch after the other came through the other affiliate: that is what made it unique.
        Assert.All(touches.Zip(touches.Skip(1)), pair => Assert.NotEqual(pair.First.AffiliateId, pair.Second.AffiliateId));
    }

    [Theory, EachDatabase]
    public async Task Without_click_deduplication_every_click_is_unique(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync(new(ClickDeduplication: false));
        var first = await tracker.ClickAsync();
        Assert.NotEqual(first.Token("oreq"), (await tracker.ClickAsync(cookie: first.Cookie)).Token("oreq"));
    }

    [Theory, EachDatabase]
    public async Task A_planted_cookie_is_no_session(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        foreach (
            var planted in (string[])["rp_session=1", "rp_session=-5", "rp_session=9223372036854775807", "rp_session=x", "rp_session="]
        )
            Assert.NotEqual(planted.Split('=')[1], (await tracker.ClickAsync(cookie: planted)).Token("req"));
        Assert.Equal(5, (await tracker.ClicksAsync()).Select(c => c.SessionId).Distinct().Count());
    }

    [Theory, EachDatabase]
    public async Task Head_and_prefetch_are_no_clicks_and_a_bot_is_marked(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();

        var head = await tracker.ClickAsync(more: r => r.Method = "HEAD");
        Assert.Equal((302, $"https://landing.example/?req=&oreq=&aff={tracker.Affiliate.Id}&s1=sub"), (head.Status, head.Location));
        Assert.Equal(503, (await tracker.ClickAsync(more: r => r.Headers["Sec-Purpose"] = "prefetch;prerender")).Status);
        Assert.Empty(await tracker.ClicksAsync());

        var bot = await tracker.ClickAsync(more: r => r.Headers.UserAgent = "Mozilla/5.0 (compatible; Googlebot/2.1)");
        Assert.Equal((302, null), (bot.Status, bot.SetCookie));
        Assert.True(Assert.Single(await tracker.ClicksAsync()).Bot);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 21) AppleWebKit/537.36", false)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", false)]
    [InlineData("facebookexternalhit/1.1", true)]
    [InlineData("curl/8.5.0", true)]
    [InlineData("", true)]
    public void Bots_name_themselves(string userAgent, bool bot) => Assert.Equal(bot, BotRule.IsBot(userAgent));

    private static async Task<AffiliateId> AnotherAsync(Tracker tracker)
    {
        var other = await tracker.Network.AffiliateAsync("Publisher Two");
        await tracker.Network.CampaignAsync(tracker.Offer.Id, other.Id);
        return other.Id;
    }
}

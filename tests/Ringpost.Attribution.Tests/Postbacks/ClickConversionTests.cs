using Dapper;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>cake.md 2.2: every row of what is enough to find the click; 2.8: what a session may bring once; 13 items 10, 11 and 13.</summary>
public sealed class ClickConversionTests
{
    [Theory, EachDatabase]
    public async Task Item_10_click_then_reqid_then_a_record_with_the_clicks_sub_ids_and_the_second_call_is_ignored(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();
        var query = $"o={tracker.Offer.Id}&r={landing.Token("req")}&f=pb&t=";

        Assert.Equal("SUCCESS", (await PixelAsync(tracker, query + "order-1")).Message);
        Assert.Equal("DUPLICATE", (await PixelAsync(tracker, query + "order-2")).Message);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, query + "order-1")).Message);

        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal(("sub", "order-1", tracker.Campaign.Id.Value), (stored.S1, stored.TransactionId, stored.CampaignId));
        Assert.Equal("20/10 approved", stored.Money);
        var click = Assert.Single(await tracker.ClicksAsync());
        var kept = await tracker.Database.ReadAsync(c =>
            c.QuerySingleAsync<(long Click, long Conversion, string Ip)>("SELECT click_id, conversion_id, click_ip FROM conversion_clicks")
        );
        Assert.Equal((click.Id, stored.Id, Tracker.Stranger.ToString()), kept);
    }

    [Theory, EachDatabase]
    public async Task Item_10_with_allow_duplicates_two_records_and_with_transaction_id_deduplication_one(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        await AllowDuplicatesAsync(tracker);
        var r = (await tracker.ClickAsync()).Token("req");
        string Query(string t) => $"o={tracker.Offer.Id}&r={r}&f=pb&t={t}";

        // The option is on: a transaction id counts once, different ones count each.
        await PixelAsync(tracker, Query("1"));
        await PixelAsync(tracker, Query("2"));
        Assert.Equal("DUPLICATE", (await PixelAsync(tracker, Query("1") + "&x=1")).Message);
        Assert.Equal(2, (await tracker.ConversionsAsync()).Count);

        await tracker.Get<UpdateOffer>().RunAsync(Actor.System, tracker.Offer.Id, new(TransactionIdDeduplication: false));
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, Query("1") + "&x=2")).Message);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, Query("") + "&x=3")).Message);
        Assert.Equal(4, (await tracker.ConversionsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task Item_11_the_offers_own_request_id_needs_no_offer(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();

        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"f=pb&r={landing.Token("oreq")}&t=1")).Message);
        var refused = await PixelAsync(tracker, $"f=pb&r={landing.Token("req")}&t=2");
        Assert.Equal((2, "INVALID REQUEST ID"), (refused.Code, refused.Message));
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task The_request_id_of_another_offer_is_none(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();
        var other = await tracker.Network.OfferAsync(tracker.Advertiser.Id);
        Assert.Equal(2, (await PixelAsync(tracker, $"o={other.Id}&f=pb&r={landing.Token("oreq")}")).Code);
        Assert.Equal(2, (await PixelAsync(tracker, $"o={other.Id}&f=pb&r={landing.Token("req")}")).Code);
    }

    [Theory, EachDatabase]
    public async Task An_advertisers_pixel_with_r_finds_the_sessions_last_click_on_its_offers(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var second = await tracker.Network.OfferAsync(tracker.Advertiser.Id);
        await tracker.Network.CampaignAsync(second.Id, tracker.Affiliate.Id);
        await tracker.Get<SetOfferClicks>().RunAsync(Actor.System, second.Id, new(OfferLink: "https://two.example/?r=#reqid#"));
        var stranger = await tracker.Network.AdvertiserAsync("Stranger");
        var cookie = (await tracker.ClickAsync()).Cookie;
        var r = (await tracker.ClickAsync($"a={tracker.Affiliate.Id}&c={second.DefaultCreativeId}", cookie)).Token("r");

        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"a={tracker.Advertiser.Id}&r={r}&f=pb")).Message);
        Assert.Equal(2, (await PixelAsync(tracker, $"a={stranger.Id}&r={r}&f=pb")).Code);
        Assert.Equal(1, (await PixelAsync(tracker, $"a=999&r={r}&f=pb")).Code);
        // Back on the first offer: a duplicate click, and the session's last one.
        await tracker.ClickAsync(cookie: cookie);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"a={tracker.Advertiser.Id}", cookie: cookie)).Status == 200 ? "SUCCESS" : "");
        var offers = await tracker.Database.ReadAsync(c => c.QueryAsync<long>("SELECT offer_id FROM conversions ORDER BY id"));
        Assert.Equal([second.Id.Value, tracker.Offer.Id.Value], offers);
    }

    [Theory, EachDatabase]
    public async Task A_browser_is_known_by_its_cookie(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();

        var image = await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=img&t=1", cookie: "other=1; " + landing.Cookie);
        Assert.Equal((200, "image/gif"), (image.Status, image.ContentType));
        Assert.Equal(PostbackOutcome.Stored, (await tracker.LastLogAsync()).Outcome);
        await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=img&t=2");
        Assert.Equal(PostbackOutcome.InvalidRequestId, (await tracker.LastLogAsync()).Outcome);
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task A_device_id_matches_however_long_ago_the_click_was(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect, new(ClickCookieDays: 1));
        await tracker.ClickAsync($"a={tracker.Affiliate.Id}&c={tracker.Offer.DefaultCreativeId}&udid=device-1");
        await AgeAsync(tracker, TimeSpan.FromDays(100));

        Assert.Equal(2, (await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=pb&udid=device-2")).Code);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=pb&udid=device-1")).Message);
    }

    [Theory, EachDatabase]
    public async Task Session_regeneration_by_address_looks_back_as_far_as_the_offer_says(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect, new(RegenerationType: "ip", RegenerationSeconds: 600));
        await tracker.ClickAsync();
        var query = $"o={tracker.Offer.Id}&f=pb&t=";

        Assert.Equal(2, (await PixelAsync(tracker, query + "1")).Code);
        await AgeAsync(tracker, TimeSpan.FromSeconds(590));
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/p.ashx", query + "2", from: Tracker.Stranger)).Message);
        await AgeAsync(tracker, TimeSpan.FromSeconds(20));
        Assert.Equal(2, (await tracker.SendToAsync("/p.ashx", query + "3", from: Tracker.Stranger)).Code);
    }

    [Theory, EachDatabase]
    public async Task Session_regeneration_by_user_agent_and_by_sub_id(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect, new(RegenerationType: "ipAndUserAgent"));
        await tracker.ClickAsync();
        var query = $"o={tracker.Offer.Id}&f=pb";
        Assert.Equal(
            2,
            (await tracker.SendToAsync("/p.ashx", query, from: Tracker.Stranger, more: r => r.Headers.UserAgent = "Other")).Code
        );
        var same = await tracker.SendToAsync("/p.ashx", query, from: Tracker.Stranger, more: r => r.Headers.UserAgent = "Mozilla/5.0");
        Assert.Equal("SUCCESS", same.Message);

        await tracker.TakeClicksAsync(new(RegenerationType: "subId", RegenerationSeconds: 2_000_000));
        await tracker.ClickAsync($"a={tracker.Affiliate.Id}&c={tracker.Offer.DefaultCreativeId}&s1=visitor-7");
        Assert.Equal(2, (await PixelAsync(tracker, query + "&s1=visitor-8")).Code);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, query + "&s1=visitor-7")).Message);
    }

    [Theory, EachDatabase]
    public async Task With_none_of_these_nothing_is_stored_and_the_log_says_why(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        Assert.Equal(
            (2, "INVALID REQUEST ID"),
            (await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=pb") is var a ? (a.Code, a.Message) : default)
        );
        Assert.Equal(1, (await PixelAsync(tracker, "f=pb")).Code);
        Assert.Equal(2, (await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=pb&r=#reqid#")).Code);
        Assert.Equal(2, (await PixelAsync(tracker, "f=pb&r=99999999999999999999")).Code);
        Assert.Equal(4, (await tracker.LogAsync()).Count);
        Assert.Empty(await tracker.ConversionsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_click_older_than_the_cookie_days_is_an_expired_session(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect, new(ClickCookieDays: 7));
        var landing = await tracker.ClickAsync();
        await AgeAsync(tracker, TimeSpan.FromDays(7.001));
        var answer = await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=pb&r={landing.Token("req")}");
        Assert.Equal((8, "EXPIRED SESSION"), (answer.Code, answer.Message));
    }

    [Theory, EachDatabase]
    public async Task Too_fast_after_the_click_is_not_stored_and_exactly_the_least_time_is(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        await tracker
            .Get<SetOfferEvent>()
            .RunAsync(Actor.System, tracker.Offer.Id, tracker.Advertiser.DefaultEventId, new(MinimumSeconds: 60));
        var query = $"f=pb&r={(await tracker.ClickAsync()).Token("oreq")}";
        var answer = await PixelAsync(tracker, query);
        Assert.Equal((8, "TOO FAST"), (answer.Code, answer.Message));
        await AgeAsync(tracker, TimeSpan.FromSeconds(60));
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, query)).Message);
    }

    [Theory, EachDatabase]
    public async Task Of_32_pixels_of_one_session_at_once_one_is_stored(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var r = (await tracker.ClickAsync()).Token("oreq");
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => PixelAsync(tracker, $"f=pb&r={r}&t={i}")));
        Assert.Single(answers, a => a.Message == "SUCCESS");
        Assert.Equal(31, answers.Count(a => a.Message == "DUPLICATE"));
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task Of_32_sessions_with_one_transaction_id_at_once_one_is_stored_and_the_others_keep_their_place(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var requests = new List<string>();
        for (var i = 0; i < 32; i++)
            requests.Add((await tracker.ClickAsync()).Token("oreq"));
        var answers = await Task.WhenAll(requests.Select(r => PixelAsync(tracker, $"f=pb&r={r}&t=same")));
        Assert.Single(answers, a => a.Message == "SUCCESS");
        // A refusal uses nothing up: each of the others may still convert.
        foreach (var (r, answer) in requests.Zip(answers))
            Assert.Equal(
                answer.Message == "SUCCESS" ? "DUPLICATE" : "SUCCESS",
                (await PixelAsync(tracker, $"f=pb&r={r}&t=of-{r}")).Message
            );
        Assert.Equal(32, (await tracker.ConversionsAsync()).Count);
        Assert.Equal(32, await tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM conversion_clicks")));
    }

    [Theory, EachDatabase]
    public async Task Another_event_of_the_same_session_is_a_record_of_its_own(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Sale", "Sale");
        var r = (await tracker.ClickAsync()).Token("oreq");
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"f=pb&r={r}&t=1")).Message);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"f=pb&r={r}&t=1&en=Sale")).Message);
        Assert.Equal(2, (await tracker.ConversionsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task With_last_touch_the_conversion_goes_to_the_last_affiliate_with_first_touch_to_the_first(Dialect dialect)
    {
        foreach (var lastTouch in (bool[])[false, true])
        {
            await using var tracker = await OpenAsync(dialect, new(LastTouch: lastTouch));
            var other = await tracker.Network.AffiliateAsync("Other");
            var campaign = await tracker.Network.CampaignAsync(tracker.Offer.Id, other.Id);
            var cookie = (await tracker.ClickAsync()).Cookie;
            await tracker.ClickAsync($"a={other.Id}&c={tracker.Offer.DefaultCreativeId}", cookie);
            await PixelAsync(tracker, $"o={tracker.Offer.Id}", cookie: cookie);
            Assert.Equal((lastTouch ? campaign.Id : tracker.Campaign.Id).Value, (await tracker.OnlyConversionAsync()).CampaignId);
        }
    }

    [Theory, EachDatabase]
    public async Task A_campaign_that_was_switched_off_after_the_click_still_gets_its_conversion(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var r = (await tracker.ClickAsync()).Token("oreq");
        await tracker.Get<UpdateOfferCampaign>().RunAsync(Actor.System, tracker.Campaign.Id, new(Status: "inactive"));
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"f=pb&r={r}")).Message);
    }

    [Theory, EachDatabase]
    public async Task An_empty_price_is_filled_in_by_the_sessions_next_call(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var r = (await tracker.ClickAsync()).Token("oreq");
        await PixelAsync(tracker, $"f=pb&r={r}&p=");
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"f=pb&r={r}&p=45")).Message);
        Assert.Equal("45/10 approved", (await tracker.OnlyConversionAsync()).Money);
    }

    [Theory, EachDatabase]
    public async Task A_click_comes_before_the_clickless_reading_of_a(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var other = await tracker.Network.AffiliateAsync("Other");
        await tracker.Network.CampaignAsync(tracker.Offer.Id, other.Id);
        var query = $"o={tracker.Offer.Id}&a={other.Id}&f=pb&t=";
        var r = (await tracker.ClickAsync()).Token("req");

        await PixelAsync(tracker, $"{query}1&r={r}");
        await PixelAsync(tracker, $"{query}2&r=unknown");
        var stored = await tracker.ConversionsAsync();
        Assert.Equal(2, stored.Count);
        Assert.Equal((tracker.Campaign.Id.Value, "sub"), (stored[0].CampaignId, stored[0].S1));
        Assert.NotEqual(tracker.Campaign.Id.Value, stored[1].CampaignId);
    }

    [Theory, EachDatabase]
    public async Task A_refused_pixel_of_a_browser_is_run_again_with_its_session(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var advertiser = tracker.Advertiser;
        await tracker.Get<SetOfferEvent>().RunAsync(Actor.System, tracker.Offer.Id, advertiser.DefaultEventId, new(Active: false));
        var cookie = (await tracker.ClickAsync()).Cookie;
        await PixelAsync(tracker, $"o={tracker.Offer.Id}&f=img", cookie: cookie);
        var row = await tracker.LastLogAsync();
        Assert.Equal(PostbackOutcome.InvalidEvent, row.Outcome);

        await tracker.Get<SetOfferEvent>().RunAsync(Actor.System, tracker.Offer.Id, advertiser.DefaultEventId, new());
        var again = (await tracker.Get<RunAgain>().RunAsync(Actor.System, new([row.Id]))).Value.Items;
        Assert.Equal(PostbackOutcome.Stored, again.Single().Outcome);
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task Item_13_a_commerce_pixel_with_a_short_list_is_taken_with_its_three_lines(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var r = (await tracker.ClickAsync()).Token("req");
        var query =
            $"o={tracker.Offer.Id}&p=69.80&t=order-9&r={r}&ecsk=A1%5EB2%5EC3&ecqu=1%5E2%5E1&ecpr=9.90%5E19.95%5E25&ecld=0%5E5&ecst=74.80&ecd=5&ectx=0&ecsh=0&ect=69.80"
            + "&ecv=SPRING&ecc=X%5EY&eccu=USD&fb=1&unknown=%F0%9F%98%80";

        Assert.Equal(200, (await PixelAsync(tracker, query)).Status);

        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal("69.8/10 approved", stored.Money);
        var lines = await tracker.Database.ReadAsync(c =>
            c.QueryAsync<(string, long, long, long)>("SELECT sku, quantity, price, discount FROM conversion_order_lines ORDER BY line_no")
        );
        Assert.Equal([("A1", 1, 9_900_000, 0), ("B2", 2, 19_950_000, 5_000_000), ("C3", 1, 25_000_000, 0)], lines);
        Assert.Equal(69_800_000, await tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT total FROM conversion_orders")));
    }

    [Theory, EachDatabase]
    public async Task What_third_parties_really_send_never_breaks_it(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var r = (await tracker.ClickAsync()).Token("oreq");
        Assert.Equal((3, "INVALID EVENT"), (await PixelAsync(tracker, $"f=pb&r={r}&e=sale") is var a ? (a.Code, a.Message) : default));
        Assert.Equal(3, (await PixelAsync(tracker, $"f=pb&r={r}&e=%7Bevent%7D&en=x")).Code);
        Assert.Equal("SUCCESS", (await PixelAsync(tracker, $"f=pb&r={r}&t=a|b|jane.doe@example.com&fb=1&ect=12,50&ecqu=x&zz")).Message);
        Assert.Equal("a|b|jane.doe@example.com", (await tracker.OnlyConversionAsync()).TransactionId);
        // Who may not see personal texts sees the address masked, in the log as in the list.
        var seen = (await tracker.Get<ListPixelLog>().RunAsync(Network.Reader, new PixelLogFilter(), new PageRequest())).Value.Items;
        Assert.All(seen, row => Assert.DoesNotContain("jane.doe", row.Url, StringComparison.Ordinal));
    }

    private static async Task<Tracker> OpenAsync(Dialect dialect, SetOfferClicks.Request? settings = null)
    {
        var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync(settings);
        return tracker;
    }

    private static Task<Answer> PixelAsync(Tracker tracker, string query, string? cookie = null) =>
        tracker.SendToAsync("/p.ashx", query, more: r => r.Headers.Cookie = cookie);

    private static Task AllowDuplicatesAsync(Tracker tracker) =>
        tracker
            .Get<UpdateEvent>()
            .RunAsync(Actor.System, tracker.Advertiser.Id, tracker.Advertiser.DefaultEventId, new(AllowDuplicates: true));

    /// <summary>Lets time pass: the clicks become that much older.</summary>
    private static Task AgeAsync(Tracker tracker, TimeSpan by) =>
        tracker.Database.WriteAsync(
            Storage.Writing.WriteKeys.None,
            unit => unit.Connection.ExecuteAsync("UPDATE clicks SET at = at - @by", new { by = (long)by.TotalMilliseconds })
        );
}

using System.Net;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>The first acceptance tests of cake.md 13, on both databases.</summary>
public sealed class ClicklessTests
{
    private const string Success =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<result>\r\n\t<code>0</code>\r\n\t<msg>SUCCESS</msg>\r\n</result>";

    [Theory, EachDatabase]
    public async Task A_postback_becomes_one_record_on_the_original_campaign(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var answer = await tracker.SendAsync($"{tracker.Pair}&t=call-1&p=25.50&ap=12&s1=sub");

        Assert.Equal((200, "text/xml; charset=utf-8", Success), (answer.Status, answer.ContentType, answer.Body));
        Assert.Equal("no-store", answer.Headers.CacheControl);
        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal("25.5/12 approved", stored.Money);
        Assert.Equal(
            (tracker.Campaign.Id.Value, tracker.Advertiser.DefaultEventId.Value, "call-1", "sub"),
            (stored.CampaignId, stored.EventId, stored.TransactionId, stored.S1)
        );
        var row = await tracker.LastLogAsync();
        Assert.Equal((PostbackOutcome.Stored, stored.Id), (row.Outcome, row.ConversionId?.Value));
    }

    [Theory, EachDatabase]
    public async Task The_same_url_twice_is_one_record_another_event_a_second_and_blank_ids_never_match(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Incoming call", "IncomingCall", "micro");

        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=1")).Message);
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=1")).Message);
        Assert.Single(await tracker.ConversionsAsync());
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=1&en=IncomingCall")).Message);
        Assert.Equal(2, (await tracker.ConversionsAsync()).Count);
        await tracker.SendAsync($"{tracker.Pair}&t=");
        await tracker.SendAsync($"{tracker.Pair}&t=");
        Assert.Equal(4, (await tracker.ConversionsAsync()).Count);
        Assert.Equal(
            [PostbackOutcome.Stored, PostbackOutcome.Repeat, PostbackOutcome.Stored, PostbackOutcome.Stored, PostbackOutcome.Stored],
            (await tracker.LogAsync()).Select(r => r.Outcome)
        );
    }

    [Theory, EachDatabase]
    public async Task A_third_party_name_is_exact_and_belongs_to_the_offers_advertiser(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var mine = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Payable call", "Paid");
        var other = await tracker.Network.AdvertiserAsync("Other");
        var others = await tracker.Network.EventAsync(other.Id, "Payable call", "Paid");

        Assert.Equal((3, "INVALID EVENT"), await CodeAsync(tracker, "t=1&en=paid"));
        Assert.Empty(await tracker.ConversionsAsync());
        Assert.Equal((0, "SUCCESS"), await CodeAsync(tracker, "t=1&en=Paid"));
        Assert.Equal(mine.Id.Value, (await tracker.OnlyConversionAsync()).EventId);
        Assert.Equal((3, "INVALID EVENT"), await CodeAsync(tracker, $"t=2&e={others.Id}"));
        Assert.Equal((3, "INVALID EVENT"), await CodeAsync(tracker, "t=3&en="));
        Assert.Equal((0, "SUCCESS"), await CodeAsync(tracker, $"t=4&en=nonsense&e={mine.Id}"));
    }

    [Theory, EachDatabase]
    public async Task An_event_without_a_price_stores_0_and_0_although_the_offer_has_one(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Incoming call", "IncomingCall", "micro");
        await tracker.Network.EventAsync(tracker.Advertiser.Id, "Payable call", "PayableCall", payout: 3, received: 7);
        await tracker.SendAsync($"{tracker.Pair}&t=1&en=IncomingCall");
        await tracker.SendAsync($"{tracker.Pair}&t=1&en=PayableCall");
        await tracker.SendAsync($"{tracker.Pair}&t=1");
        await tracker.SendAsync($"{tracker.Pair}&t=2&ap=0&p=0");

        Assert.Equal(
            ["0/0 approved", "7/3 approved", "20/10 approved", "0/0 approved"],
            (await tracker.ConversionsAsync()).Select(c => c.Money)
        );
    }

    [Theory, EachDatabase]
    public async Task Switched_off_it_is_refused_and_logged(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect, clickless: false);
        Assert.Equal((7, "CLICKLESS DISABLED"), await CodeAsync(tracker, "t=1"));
        Assert.Empty(await tracker.ConversionsAsync());
        Assert.Equal(PostbackOutcome.ClicklessDisabled, (await tracker.LastLogAsync()).Outcome);
    }

    [Theory, EachDatabase]
    public async Task An_offline_batch_names_campaign_creative_and_time_with_a_bare_plus(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var second = await tracker.Network.CampaignAsync(tracker.Offer.Id, tracker.Affiliate.Id);
        var at = Instant.From(TimeProvider.System.GetUtcNow().AddDays(-30));
        var day = at.ToDateTimeOffset().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            (0, "SUCCESS"),
            await CodeAsync(tracker, $"t=1&campid={second.Id}&crtvid=999999&dt={day}T12:00:00+00:00&e={tracker.Advertiser.DefaultEventId}")
        );
        Assert.Equal((7, "INVALID CAMPAIGN"), await CodeAsync(tracker, "t=2&campid=999999"));

        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal($"{day}T12:00:00.000Z", stored.At.ToString());
        Assert.Equal((second.Id.Value, true), (stored.CampaignId, stored.CreativeId > 0));
    }

    [Theory, EachDatabase]
    public async Task P_ashx_takes_offer_and_affiliate_and_m_ashx_prefers_pubid(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/p.ashx", $"a={tracker.Affiliate.Id}&o={tracker.Offer.Id}&f=pb&t=1")).Message);
        Assert.Equal(
            "SUCCESS",
            (await tracker.SendToAsync("/M.ashx", $"A=999&O={tracker.Offer.Id}&PubId={tracker.Affiliate.Id}&T=2")).Message
        );
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/m.ashx", $"o={tracker.Offer.Id}&affid={tracker.Affiliate.Id}&t=3")).Message);
        Assert.Equal("INVALID REQUEST ID", (await tracker.SendToAsync("/p.ashx", $"o={tracker.Offer.Id}&f=pb&t=4&r=5")).Message);
        Assert.Equal("INVALID AFFILIATE", (await tracker.SendToAsync("/m.ashx", $"o={tracker.Offer.Id}&t=5")).Message);
        Assert.Equal("INVALID OFFER", (await tracker.SendToAsync("/m.ashx", $"o=987&pubid={tracker.Affiliate.Id}&t=5")).Message);
        Assert.Equal(3, (await tracker.ConversionsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task A_form_is_read_after_the_query(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=query", form: "t=form&p=5&ap=4")).Message);
        Assert.Equal(
            "MALFORMED",
            (await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=2", form: "s1=" + new string('a', 17_000))).Message
        );
        Assert.Equal("MALFORMED", (await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=3", form: "s1=\u00ff")).Message);
        Assert.Equal(
            ("query", "5/4 approved"),
            ((await tracker.OnlyConversionAsync()).TransactionId, (await tracker.OnlyConversionAsync()).Money)
        );
    }

    private static async Task<(int, string)> CodeAsync(Tracker tracker, string more)
    {
        var answer = await tracker.SendAsync($"{tracker.Pair}&{more}");
        Assert.Equal((int)HttpStatusCode.OK, answer.Status);
        return (answer.Code, answer.Message);
    }
}

using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>Each refusal: its code, no conversion, a log row with the step that stopped and why.</summary>
public sealed class RefusalTests
{
    [Theory, EachDatabase]
    public async Task Every_refusal_says_which_step_stopped_and_why(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var offEvent = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Off", "Off");
        await new Ringpost.Attribution.Events.UpdateEvent(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Advertiser.Id,
            offEvent.Id,
            new(Active: false)
        );
        var (o, a) = (tracker.Offer.Id, tracker.Affiliate.Id);
        (string Query, int Code, string Message, PostbackOutcome Outcome, string Step, string Detail)[] expected =
        [
            ($"pubid={a}", 1, "INVALID OFFER", PostbackOutcome.InvalidOffer, "offer", "o is not given."),
            ($"o=99&pubid={a}", 1, "INVALID OFFER", PostbackOutcome.InvalidOffer, "offer", "There is no offer 99."),
            ($"o={o}", 7, "INVALID AFFILIATE", PostbackOutcome.InvalidAffiliate, "affiliate", "pubid is not given."),
            ($"o={o}&pubid=99", 7, "INVALID AFFILIATE", PostbackOutcome.InvalidAffiliate, "affiliate", "There is no affiliate 99."),
            (
                $"o={o}&pubid={a}&campid=99",
                7,
                "INVALID CAMPAIGN",
                PostbackOutcome.InvalidCampaign,
                "campaign",
                $"Campaign 99 is none of offer {o} and affiliate {a}."
            ),
            (
                $"o={o}&pubid={a}&e=99",
                3,
                "INVALID EVENT",
                PostbackOutcome.InvalidEvent,
                "event",
                $"Event 99 is not known to the offer's advertiser {tracker.Advertiser.Id}."
            ),
            (
                $"o={o}&pubid={a}&en=Off",
                3,
                "INVALID EVENT",
                PostbackOutcome.InvalidEvent,
                "event",
                $"Event {offEvent.Id}, Off, is switched off."
            ),
            (
                $"o={o}&pubid={a}&e=",
                3,
                "INVALID EVENT",
                PostbackOutcome.InvalidEvent,
                "event",
                "e or en is there without a value; the default event is not taken for it."
            ),
            (
                $"o={o}&pubid={a}&p=1,5",
                9,
                "MALFORMED",
                PostbackOutcome.Malformed,
                "read",
                "p is not an amount: digits with an optional point."
            ),
            ($"o={o}&pubid={a}&t=1&t=1", 9, "MALFORMED", PostbackOutcome.Malformed, "read", "t is there more than once."),
            (
                $"o={o}&pubid={a}&t=%00",
                9,
                "MALFORMED",
                PostbackOutcome.Malformed,
                "read",
                "The value of t is not valid percent-encoded UTF-8 without U+0000."
            ),
            (
                $"o={o}&pubid={a}&dt=8000-01-01",
                9,
                "MALFORMED",
                PostbackOutcome.TimeOutOfRange,
                "time",
                "dt 8000-01-01T00:00:00.000Z is more than 5 minutes ahead."
            ),
            (
                $"o={o}&pubid={a}&dt=2020-01-01",
                9,
                "MALFORMED",
                PostbackOutcome.TimeOutOfRange,
                "time",
                "dt 2020-01-01T00:00:00.000Z is more than 400 days ago."
            ),
        ];
        foreach (var (query, code, message, outcome, step, detail) in expected)
        {
            var answer = await tracker.SendAsync(query);
            Assert.Equal((200, code, message), (answer.Status, answer.Code, answer.Message));
            var row = await tracker.LastLogAsync();
            Assert.Equal((outcome, "/m.ashx?" + query, (ConversionId?)null), (row.Outcome, row.Url, row.ConversionId));
            Assert.Equal(new ExplanationLine(step, "stop", detail), row.Explanation[^1]);
            Assert.All(row.Explanation.SkipLast(1), line => Assert.Equal("pass", line.Verdict));
        }

        Assert.Empty(await tracker.ConversionsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_stored_postback_explains_every_step(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=5&ap=");
        Assert.Equal(
            [
                "rateLimit pass",
                "read pass",
                "clickless pass",
                "offer pass",
                "event pass",
                "click pass",
                "affiliate pass",
                "campaign pass",
                "time pass",
                "sender pass",
                "whitelist pass",
                "price pass",
                "disposition pending",
                "write pass",
            ],
            (await tracker.LastLogAsync()).Explanation.Select(e => $"{e.Step} {e.Verdict}")
        );
        var price = (await tracker.LastLogAsync()).Explanation[11].Detail;
        Assert.Equal("Received 5.00 from p; paid 0.00 from ap, not sent yet; USD.", price);
        Assert.Equal("Received {0} from {1}; paid {2} from {3}; {4}.", price.Template);
        Assert.Equal("5.00", price.Values[0]);
        Assert.Equal("ap, not sent yet", Assert.IsType<Phrase>(price.Values[3]));
    }

    [Theory, EachDatabase]
    public async Task The_whitelist_lets_its_first_and_last_address_in_and_nobody_else(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await new UpdateOffer(tracker.Database, tracker.Network.Version).RunAsync(Actor.System, tracker.Offer.Id, new(WhitelistOnly: true));
        async Task<string> FromAsync(string address, string t) =>
            (
                await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t={t}&k={await tracker.TokenAsync()}", from: IPAddress.Parse(address))
            ).Message;

        Assert.Equal("SUCCESS", await FromAsync("192.0.2.10", "1"));
        Assert.Equal("SUCCESS", await FromAsync("::ffff:192.0.2.20", "2"));
        Assert.Equal("IP NOT WHITELISTED", await FromAsync("192.0.2.21", "3"));
        Assert.Equal("IP NOT WHITELISTED", await FromAsync("2001:db8::1", "4"));
        Assert.Equal(2, (await tracker.ConversionsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task Image_script_and_frame_never_tell_what_happened(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        foreach (
            var (format, type) in new[] { ("&f=img", "image/gif"), ("&f=js", "application/javascript"), ("", "text/html; charset=utf-8") }
        )
        {
            var answer = await tracker.SendToAsync("/p.ashx", $"o=99&r=1{format}");
            Assert.Equal((200, type), (answer.Status, answer.ContentType));
            Assert.DoesNotContain("INVALID", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(3, (await tracker.LogAsync()).Count(r => r.Outcome == PostbackOutcome.InvalidOffer));
    }

    [Fact]
    public async Task A_locked_database_answers_503_and_the_repeat_is_stored_once()
    {
        await using var tracker = await Tracker.OpenAsync(Dialect.Sqlite);
        await using (var other = new SqliteConnection($"Data Source={((SqliteDatabase)tracker.Database).File};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await other.ExecuteAsync("BEGIN IMMEDIATE");
            var refused = await tracker.SendAsync($"{tracker.Pair}&t=1", "k1");
            Assert.Equal((503, "2"), (refused.Status, refused.Headers.RetryAfter.ToString()));
            Assert.DoesNotContain("SUCCESS", refused.Body, StringComparison.Ordinal);
        }

        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=1", "k1")).Message);
        await tracker.OnlyConversionAsync();
    }
}

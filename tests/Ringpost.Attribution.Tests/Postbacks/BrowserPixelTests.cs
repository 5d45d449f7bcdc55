using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>What a browser is answered: frame, script and image (cake.md 2.5, 7.1), and Postback Fallback (2.8).</summary>
public sealed class BrowserPixelTests
{
    [Theory, EachDatabase]
    public async Task A_frame_holds_the_affiliates_pixel_once_with_its_tokens(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();
        var query = $"o={tracker.Offer.Id}&t=a%22b";

        var frame = await PixelAsync(tracker, query, landing.Cookie);
        Assert.Equal("text/html; charset=utf-8", frame.ContentType);
        Assert.Contains($"<img src=\"https://aff.example/?t=a%22b&r={landing.Token("req")}\">", frame.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("aff.example", (await PixelAsync(tracker, query, landing.Cookie)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("aff.example", (await PixelAsync(tracker, query + "&x", landing.Cookie)).Body, StringComparison.Ordinal);
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task Postback_fallback_the_server_stores_the_record_and_the_frame_shows_the_pixel_without_a_second_one(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();
        await tracker.SendToAsync("/p.ashx", $"f=pb&r={landing.Token("oreq")}&t=1");

        var frame = await PixelAsync(tracker, $"o={tracker.Offer.Id}&t=1", landing.Cookie, Tracker.Stranger);
        Assert.Contains("https://aff.example/?t=1&", frame.Body, StringComparison.Ordinal);
        await tracker.OnlyConversionAsync();
        Assert.DoesNotContain(
            "aff.example",
            (await PixelAsync(tracker, $"o={tracker.Offer.Id}&t=1", landing.Cookie)).Body,
            StringComparison.Ordinal
        );
    }

    [Theory, EachDatabase]
    public async Task Of_32_frames_at_once_one_shows_the_pixel(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var cookie = (await tracker.ClickAsync()).Cookie;
        var frames = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => PixelAsync(tracker, $"o={tracker.Offer.Id}&t={i}", cookie)));
        Assert.Single(frames, f => f.Body.Contains("aff.example", StringComparison.Ordinal));
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task A_script_adds_the_pixel_to_the_page_and_may_be_fetched_with_the_cookie(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var landing = await tracker.ClickAsync();
        var script = await tracker.SendToAsync(
            "/p.ashx",
            $"o={tracker.Offer.Id}&f=js&t=1",
            more: r =>
            {
                r.Headers.Cookie = landing.Cookie;
                r.Headers.Origin = "https://shop.example";
            }
        );
        Assert.Equal("application/javascript", script.ContentType);
        Assert.Contains("aff.example/?t=1", script.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('<', script.Body);
        Assert.Equal(
            ("https://shop.example", "true", "Origin"),
            (
                (string?)script.Headers.AccessControlAllowOrigin,
                (string?)script.Headers.AccessControlAllowCredentials,
                (string?)script.Headers.Vary
            )
        );
    }

    [Theory, EachDatabase]
    public async Task What_is_not_believed_shows_no_pixel_and_tells_nothing(Dialect dialect)
    {
        await using var tracker = await OpenAsync(dialect);
        var cookie = (await tracker.ClickAsync()).Cookie;
        var frame = await PixelAsync(tracker, $"o={tracker.Offer.Id}&t=1", cookie, Tracker.Stranger);
        Assert.Equal((200, "<!DOCTYPE html><html><head><title></title></head><body></body></html>"), (frame.Status, frame.Body));
        Assert.Equal("20/10 pending UNVERIFIED SENDER", (await tracker.OnlyConversionAsync()).Money);
        foreach (var broken in (string[])["", "o=x&r=y&e=z", "o=999", "%zz"])
            Assert.Equal(200, (await PixelAsync(tracker, broken, null)).Status);
    }

    private static async Task<Tracker> OpenAsync(Dialect dialect)
    {
        var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var set = await tracker
            .Get<SetAffiliatePixel>()
            .RunAsync(
                Actor.System,
                PixelPlace.Of(tracker.Campaign.Id),
                new(PixelHtml: "<img src=\"https://aff.example/?t=#tid#&r=#reqid#\">")
            );
        Assert.True(set.IsOk, set.Refusal?.Message);
        return tracker;
    }

    private static Task<Answer> PixelAsync(Tracker tracker, string query, string? cookie, System.Net.IPAddress? from = null) =>
        tracker.SendToAsync("/p.ashx", query, from: from, more: r => r.Headers.Cookie = cookie);
}

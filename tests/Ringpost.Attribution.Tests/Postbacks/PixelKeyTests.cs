using System.Net;
using Ringpost.Attribution.BrowserPixels;
using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>The generator of browser pixels, and what their key is believed for (cake.md 2.3a).</summary>
public sealed class PixelKeyTests
{
    [Theory, EachDatabase]
    public async Task The_generated_pixel_counts_at_once_from_a_visitors_address(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var pixels = await GenerateAsync(tracker, new());
        Assert.StartsWith(
            $"<img src=\"http://track.example/p.ashx?o={tracker.Offer.Id}&amp;f=img&amp;t=TRANSACTION_ID&amp;k=",
            pixels.Image,
            StringComparison.Ordinal
        );
        Assert.Contains("&amp;f=js&amp;", pixels.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("f=", pixels.Frame.Split("k=")[0], StringComparison.Ordinal);
        Assert.Null(pixels.Waits);
        // The offer's token stands in the server's URL alone.
        var token = await tracker.TokenAsync();
        Assert.EndsWith($"&f=pb&r=REQUEST_ID&t=TRANSACTION_ID&k={token}", pixels.Postback, StringComparison.Ordinal);
        Assert.DoesNotContain(token, pixels.Image + pixels.Frame + pixels.Script, StringComparison.Ordinal);

        var landing = await tracker.ClickAsync();
        await VisitAsync(tracker, pixels.Image, landing.Cookie, "ORDER-1");
        var stored = await tracker.OnlyConversionAsync();
        Assert.Equal(("20/10 approved", "pixelKey"), (stored.Money, stored.Sender));
        // Once per click: reloading the page changes nothing, with another order either.
        await VisitAsync(tracker, pixels.Image, landing.Cookie, "ORDER-2");
        await tracker.OnlyConversionAsync();
    }

    [Theory, EachDatabase]
    public async Task The_key_vouches_for_no_amount_no_other_event_no_repeat_and_nothing_without_a_click(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var key = Key((await GenerateAsync(tracker, new())).Image);
        var paid = await tracker.Network.EventAsync(tracker.Advertiser.Id, "Paid", "Paid", payout: 5, received: 9);
        await PendingAsync($"o={tracker.Offer.Id}&f=img&t=A&k={key}&p=999");
        await PendingAsync($"o={tracker.Offer.Id}&f=img&t=B&k={key}&dt=2026-01-01T00:00:00Z");
        await PendingAsync($"o={tracker.Offer.Id}&f=img&t=C&en=Paid&k={key}");
        // The event's own key is believed for it, until it may repeat.
        var own = Key((await GenerateAsync(tracker, new(paid.Id))).Image);
        Assert.NotEqual(key, own);
        await tracker.Get<UpdateEvent>().RunAsync(Actor.System, tracker.Advertiser.Id, paid.Id, new(AllowDuplicates: true));
        Assert.NotNull((await GenerateAsync(tracker, new(paid.Id))).Waits);
        await PendingAsync($"o={tracker.Offer.Id}&f=img&t=D&en=Paid&k={own}");
        // Without a click it is no more than a clickless postback of a stranger.
        var answer = await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=E&k={key}", from: Tracker.Stranger);
        Assert.Equal("SUCCESS", answer.Message);
        Assert.EndsWith(
            "pending UNVERIFIED SENDER",
            (await tracker.ConversionsAsync()).Single(c => c.TransactionId == "E").Money,
            StringComparison.Ordinal
        );

        async Task PendingAsync(string query)
        {
            var landing = await tracker.ClickAsync();
            await SendAsync(tracker, query, landing.Cookie);
            Assert.EndsWith("pending UNVERIFIED SENDER", (await tracker.ConversionsAsync())[^1].Money, StringComparison.Ordinal);
        }
    }

    [Theory, EachDatabase]
    public async Task A_pixel_without_key_waits_and_says_so(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.TakeClicksAsync();
        var landing = await tracker.ClickAsync();
        await SendAsync(tracker, $"o={tracker.Offer.Id}&f=img&t=A", landing.Cookie);
        Assert.Equal("20/10 pending UNVERIFIED SENDER", (await tracker.OnlyConversionAsync()).Money);
        Assert.IsType<Forbidden>((await tracker.Get<GenerateBrowserPixels>().RunAsync(Network.Reader, tracker.Offer.Id, new())).Refusal);
        Assert.IsType<Invalid>(
            (await tracker.Get<GenerateBrowserPixels>().RunAsync(Actor.System, tracker.Offer.Id, new(new OfferEventId(9999)))).Refusal
        );
    }

    private static async Task<GenerateBrowserPixels.Response> GenerateAsync(Tracker tracker, GenerateBrowserPixels.Request request) =>
        (await tracker.Get<GenerateBrowserPixels>().RunAsync(Actor.System, tracker.Offer.Id, request)).Value;

    private static string Key(string pixel) => pixel.Split("k=")[1][..32];

    /// <summary>As a page does that has filled in its order.</summary>
    private static Task VisitAsync(Tracker tracker, string pixel, string? cookie, string order) =>
        SendAsync(
            tracker,
            WebUtility.HtmlDecode(pixel.Split('?')[1].Split('"')[0]).Replace("TRANSACTION_ID", order, StringComparison.Ordinal),
            cookie
        );

    private static Task SendAsync(Tracker tracker, string query, string? cookie) =>
        tracker.SendToAsync("/p.ashx", query, from: Tracker.Stranger, more: r => r.Headers.Cookie = cookie);
}

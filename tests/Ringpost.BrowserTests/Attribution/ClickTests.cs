using System.Net;
using System.Text;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>cake.md 2.2, 2.10: a browser follows a unique link, lands with its request id, and is known by its cookie when it converts.</summary>
public sealed class ClickTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task A_click_lands_with_its_request_id_and_the_receivers_image_and_frame_convert_by_cookie(int width, ColorScheme theme) =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await using var shop = Shop.Open(server.Url);
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                await server.StoreNetworkAsync();
                await server.StoreEventAsync("Sale", "Sale");
                await page.SetViewportSizeAsync(width, 844);

                await page.OpenAsync("/console/attribution/offers/1?tab=clicks");
                var clicks = page.Section("Clicks");
                await clicks.EnterAsync("Offer link", "landing");
                await clicks.ClickButtonAsync("Save");
                await Expect(clicks.GetByText("A link begins with http:// or https://.")).ToBeVisibleAsync();
                await clicks.EnterAsync("Offer link", $"{shop.Url}?reqid=#reqid#&s1=#s1#");
                await clicks.ClickButtonAsync("Save");
                await Expect(clicks.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await AddCreativeAsync(page);
                var link = await UniqueLinkAsync(page);

                await using var buyers = await page.Context.Browser!.NewContextAsync();
                var buyer = await buyers.NewPageAsync();
                await buyer.GotoAsync($"{link}&s1=newsletter");
                Assert.Matches(@"\?reqid=\d{15,19}&s1=newsletter$", buyer.Url);
                await Expect(buyer.GetByRole(AriaRole.Heading, new() { Name = "Thank you" })).ToBeVisibleAsync();

                await page.OpenAsync("/console/attribution/clicks");
                var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "newsletter" });
                await Expect(row).ToContainTextAsync("Unique");
                await Expect(row).ToContainTextAsync("Converted");
                await PageCheck.HoldsAsync(page);
                await page.OpenAsync("/console/attribution/conversions");
                foreach (var order in (string[])["order-by-image", "order-by-frame"])
                    await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = order })).ToContainTextAsync("Publisher One");
                await page.OpenAsync("/console/attribution/conversions/1");
                await Expect(page.Section("Click").GetByText("127.0.0.1")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task The_generator_writes_the_pixels_of_an_event_and_says_which_wait(int width, ColorScheme theme) =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                await server.StoreNetworkAsync();
                await server.StoreEventAsync("Sale", "Sale");
                await page.SetViewportSizeAsync(width, 844);
                await page.OpenAsync("/console/attribution/offers/1?tab=browser");
                await Expect(page.Section("Image").Locator("code")).ToContainTextAsync("/p.ashx?o=1&amp;f=img&amp;t=TRANSACTION_ID&amp;k=");
                await page.Section("Browser pixels").GetByLabel("Event").SelectOptionAsync(new SelectOptionValue { Index = 2 });
                await Expect(page.Section("JavaScript").Locator("code")).ToContainTextAsync("o=1&amp;e");
                await page.Section("Browser pixels").GetByLabel("Sale amount (p=)").CheckAsync();
                await Expect(page.GetByText("Conversions of these three pixels wait for approval.")).ToBeVisibleAsync();
                await Expect(page.Section("Server postback").Locator("code"))
                    .ToContainTextAsync("&f=pb&r=REQUEST_ID&t=TRANSACTION_ID&p=AMOUNT&k=");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy iframe pixel" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    private static async Task AddCreativeAsync(IPage page)
    {
        await page.OpenAsync("/console/attribution/offers/1?tab=creatives");
        await page.ClickButtonAsync("Add Creative");
        await page.OpenDialog().EnterAsync("Name", "Banner 300");
        await page.OpenDialog().ChooseAsync("Type", "Image");
        await page.OpenDialog().ClickButtonAsync("Add");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Banner 300" })).ToContainTextAsync("Image");
        await PageCheck.HoldsAsync(page);
    }

    /// <summary>As it stands on the campaign's card, with a button to copy it.</summary>
    private static async Task<string> UniqueLinkAsync(IPage page)
    {
        await page.OpenAsync("/console/attribution/campaigns/1?tab=links");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy unique link of Banner 300" })).ToBeVisibleAsync();
        await PageCheck.HoldsAsync(page);
        return await page.Section("Unique links").Locator("code").Filter(new() { HasText = "/?a=1&c=1" }).First.InnerTextAsync();
    }

    /// <summary>The advertiser's page: it reports what was bought with an image and a frame of the tracking host, and names no request id.</summary>
    private sealed class Shop : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _answers;

        private Shop(int port, Uri tracker)
        {
            Url = new Uri($"http://127.0.0.1:{port}/landing");
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            _listener.Start();
            _answers = AnswerAsync(
                Encoding.UTF8.GetBytes(
                    "<!DOCTYPE html><html><head><title>Shop</title></head><body><h1>Thank you</h1>"
                        + $"<img alt=\"\" src=\"{tracker}p.ashx?o=1&f=img&t=order-by-image\">"
                        + $"<iframe title=\"pixel\" src=\"{tracker}p.ashx?o=1&en=Sale&t=order-by-frame\"></iframe></body></html>"
                )
            );
        }

        public Uri Url { get; }

        public static Shop Open(Uri tracker) => new(PrivatePostgres.FreePort(), tracker);

        private async Task AnswerAsync(byte[] html)
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.ContentType = "text/html; charset=utf-8";
                    await context.Response.OutputStream.WriteAsync(html);
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    // Closed while it waited.
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _answers;
        }
    }
}

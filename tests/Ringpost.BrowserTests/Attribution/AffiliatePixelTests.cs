using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

public sealed class AffiliatePixelTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task A_campaigns_pixel_is_set_with_tokens_tested_placed_for_approval_and_approved(int width, ColorScheme theme) =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                await server.StoreNetworkAsync();
                await server.StoreEventAsync("Payable call", "PayableCall");
                await page.SetViewportSizeAsync(width, 844);

                await page.OpenAsync("/console/attribution/campaigns/1?tab=pixels");
                var pixel = page.Section("Pixel");
                await pixel.EnterAsync("Postback URL", "https://aff.example/?r=#received#&t=");
                await pixel.ClickButtonAsync("Save");
                await Expect(pixel.GetByText("#received# can't be used here")).ToBeVisibleAsync();
                await pixel.EnterAsync("Postback URL", "https://aff.example/?n=#nope#&t=");
                await pixel.GetByRole(AriaRole.Button, new() { Name = "#tid#" }).ClickAsync();
                await Expect(pixel.GetByLabel("Postback URL")).ToHaveValueAsync("https://aff.example/?n=#nope#&t=#tid#");
                await pixel.EnterAsync("Postback delay", "1500");
                await page.ClickButtonAsync("Test fire");
                await Expect(page.Section("Test fire").GetByText("https://aff.example/?n=#nope#&t=example-transaction")).ToBeVisibleAsync();
                await Expect(page.Section("Test fire").GetByText("1,500 ms after the conversion")).ToBeVisibleAsync();
                await pixel.ChooseAsync("Status", "Pending");
                await pixel.ClickButtonAsync("Save");
                await Expect(page.GetByText("waits for approval: it does not fire")).ToBeVisibleAsync();
                await Expect(page.GetByText("#nope# is not known").First).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/attribution/pending-pixels");
                await Expect(page.GetByText("Campaign 1, Home insurance.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Approve pixel of Publisher One");
                await Expect(page.GetByText("Nothing waits")).ToBeVisibleAsync();

                await page.OpenAsync("/console/attribution/campaigns/1?tab=history");
                var history = page.Section("History");
                await Expect(history.GetByRole(AriaRole.Row).Filter(new() { HasText = "Pixel: approved" })).ToContainTextAsync("Status");
                await Expect(history).ToContainTextAsync("https://aff.example/?n=#nope#&t=#tid#");
                await Expect(history).ToContainTextAsync(ConsoleFixture.Administrator);
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/attribution/campaigns/1?tab=events");
                await page.Section("Pixels of events").ChooseAsync("Event to set a pixel for", "Payable call");
                var ofEvent = page.Section("Pixel of Payable call");
                await ofEvent.GetByLabel("Use campaign default pixel").CheckAsync();
                await ofEvent.ClickButtonAsync("Save");
                await Expect(ofEvent.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    [Fact]
    public Task A_conversions_card_says_who_was_told_and_why_not() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: false);
                await page.OpenAsync("/console/settings/global-pixel");
                await page.Section("Global pixel").EnterAsync("Postback URL", $"{server.Url}healthz?r=#received#");
                await page.Section("Global pixel").ClickButtonAsync("Save");
                await Expect(page.Section("Global pixel").GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                using var http = new HttpClient { BaseAddress = server.Url };
                await http.GetStringAsync("/m.ashx?o=1&pubid=1&f=pb&t=1");
                await page.OpenAsync("/console/attribution/conversions/1");
                var told = page.Section("Affiliate told");
                await Expect(told).ToContainTextAsync("Not told, because the sender is not believed yet");
                await page.ClickButtonAsync("Approve");
                await Expect(told)
                    .ToContainTextAsync("Not told, because neither the campaign nor the affiliate has a postback URL for this event.");
                await Expect(told).ToContainTextAsync("The network's own postback");
                await Expect(told).ToContainTextAsync("r=20.00");
                await PageCheck.HoldsAsync(page);
            }
        );
}

using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>The pixel log from its numbers to its rows, running again what was refused, and asking before anything arrives.</summary>
public sealed class PixelLogTests(ConsoleFixture console)
{
    [Fact]
    public Task Numbers_lead_to_rows_and_what_was_refused_runs_again_by_selection_and_by_filter() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: false);
                await page.OpenAsync("/console");
                for (var i = 1; i <= 3; i++)
                    await PostbackTests.SendAsync(server, $"/m.ashx?o=1&f=pb&pubid=1&t=CALL-{i}&en=Late");
                await PostbackTests.SendAsync(server, "/m.ashx?o=1&f=pb&pubid=1", "t=CALL-4");
                await PostbackTests.SendAsync(server, "/m.ashx?o=77&f=pb&pubid=1");

                await page.MenuFromAnywhereAsync("Pixel log");
                var offer = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Home insurance" });
                await Expect(offer.Locator("td[data-label=Attempted]")).ToHaveTextAsync("4");
                await Expect(offer.Locator("td[data-label=Converted]")).ToHaveTextAsync("1");
                await Expect(offer.Locator("td[data-label=Ignored]")).ToHaveTextAsync("3");
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "No offer found" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await ShowAsync(page, "pixel-log");

                await page.GetByRole(AriaRole.Link, new() { Name = "All requests" }).ClickAsync();
                await page.HeadingAsync("Pixel log requests");
                await Expect(page.GetByText("CALL-4", new() { Exact = true })).ToBeVisibleAsync();
                await page.GetByLabel("Transaction ID", new() { Exact = true }).FillAsync("CALL-2");
                await page.GetByLabel("Transaction ID", new() { Exact = true }).PressAsync("Enter");
                await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
                await page.GetByTitle("Remove this filter").ClickAsync();
                await Expect(page.Locator("tbody tr")).ToHaveCountAsync(5);
                await page.GetByLabel("IP", new() { Exact = true }).FillAsync("nonsense");
                await page.GetByLabel("IP", new() { Exact = true }).PressAsync("Enter");
                await Expect(page.GetByText("This is not an IPv4 or IPv6 address.")).ToBeVisibleAsync();
                await page.GetByTitle("Remove this filter").ClickAsync();

                await page.OpenAsync("/console/attribution/advertisers/1?tab=events");
                await page.MakeEventAsync("Late event", "Macro (conversion)", "Late");
                await page.OpenAsync("/console/attribution/pixel-log/requests");
                await page.GetByLabel("Select postback 1", new() { Exact = true }).CheckAsync();
                await ShowAsync(page, "pixel-log-requests");
                await page.ClickButtonAsync("Run again: 1 selected");
                await Expect(page.OpenDialog().GetByText("1 postback would run", new() { Exact = false })).ToBeVisibleAsync();
                await page.OpenDialog().ClickButtonAsync("Run 1 postback again");
                await Expect(page.OpenDialog().GetByText("1 postback done.")).ToBeVisibleAsync();
                await page.OpenDialog().ClickButtonAsync("Close");

                await page.ClickButtonAsync("Run again: all refused below");
                await Expect(page.OpenDialog().GetByText("3 postbacks would run", new() { Exact = false })).ToBeVisibleAsync();
                await ShowAsync(page, "run-again");
                await page.OpenDialog().ClickButtonAsync("Run 3 postbacks again");
                await Expect(page.OpenDialog().GetByText("3 postbacks done.")).ToBeVisibleAsync();
                await page.OpenDialog().ClickButtonAsync("Close");
                await page.MenuFromAnywhereAsync("Pixel log");
                await Expect(offer.Locator("td[data-label=Converted]")).ToHaveTextAsync("4");
            }
        );

    [Fact]
    public Task The_test_console_tells_what_would_become_of_a_postback_and_stores_nothing() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: false);
                await page.OpenAsync("/console");
                await page.MenuFromAnywhereAsync("Test console");
                await page.ClickButtonAsync("Test");
                await Expect(page.GetByText("Paste the URL of a postback.")).ToBeVisibleAsync();

                await page.GetByLabel("Postback URL").FillAsync($"{server.Url}m.ashx?o=1&f=pb&pubid=1&t=CALL-1&p=30&ap=15");
                await page.GetByLabel("Sender address").FillAsync("203.0.113.9");
                await page.ClickButtonAsync("Test");
                await Expect(page.GetByText("Pending: unverified sender", new() { Exact = true })).ToBeVisibleAsync();
                await page.GetByLabel("Sender is believed")
                    .SelectOptionAsync(new SelectOptionValue { Label = "As if it carried a valid key k" });
                await page.ClickButtonAsync("Test");
                await Expect(page.GetByText("Approved", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(page.GetByText("Would be stored as a new conversion.")).ToBeVisibleAsync();
                await Expect(page.GetByText("$30.00", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await ShowAsync(page, "test-console");

                await page.GetByLabel("Postback URL").FillAsync("GET /m.ashx?o=1&f=pb&pubid=1&en=Nope HTTP/1.1");
                await page.ClickButtonAsync("Test");
                await Expect(page.GetByText("The sender would be answered: 3 INVALID EVENT")).ToBeVisibleAsync();
                await page.MenuFromAnywhereAsync("Pixel log");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No postback in these days" })).ToBeVisibleAsync();
            }
        );

    /// <summary>A picture for who works on the page: with RINGPOST_PICTURES=folder only.</summary>
    internal static async Task ShowAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("RINGPOST_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}

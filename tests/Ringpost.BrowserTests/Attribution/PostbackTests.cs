using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>What a person does with what came in: look why, approve, whitelist, mend and run again.</summary>
public sealed class PostbackTests(ConsoleFixture console)
{
    [Fact]
    public Task A_postback_of_an_unknown_sender_waits_until_it_is_approved_or_whitelisted() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: false);
                await page.OpenAsync("/console");
                await SendAsync(server, "/m.ashx?o=1&f=pb&pubid=1&t=CALL-1&p=30&ap=15");
                await SendAsync(server, $"/m.ashx?o=1&f=pb&pubid=1&t=RGB{new string('8', 60)}V301&p=40&ap=20");

                await page.MenuFromAnywhereAsync("Conversions");
                await Expect(page.GetByText("Pending: unverified sender")).ToHaveCountAsync(2);
                await PageCheck.HoldsAsync(page);
                await page.OpenAsync("/console/attribution/conversions/1");
                await Expect(page.GetByText("Not payable: the sender 127.0.0.1 is not known.")).ToBeVisibleAsync();
                await Expect(page.GetByText("Received 30.00 from p; paid 15.00 from ap; USD.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.GetByRole(AriaRole.Link, new() { Name = "Open in the pixel log" }).ClickAsync();
                await page.HeadingAsync("Postback 1");
                await page.ClickButtonAsync("Approve");
                await Expect(page.GetByText("Approved", new() { Exact = true })).ToBeVisibleAsync();

                await page.MenuFromAnywhereAsync("IP whitelist");
                await page.ClickButtonAsync("Add Ringba");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.OpenDialog().GetByText("Fill in at least one address.")).ToBeVisibleAsync();
                await page.OpenDialog().ChooseAsync("Advertiser", "Acme (1)");
                await page.OpenDialog().EnterAsync("Ringba address 1", "127.0.0.300");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.OpenDialog().GetByText("This is not an IPv4 or IPv6 address.")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Ringba address 1", "127.0.0.1");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Ringba", Exact = true })).ToBeVisibleAsync();

                await page.MenuFromAnywhereAsync("Conversions");
                await Expect(page.GetByText("Approved", new() { Exact = true })).ToHaveCountAsync(3); // two rows and the filter's option
                await page.OpenAsync("/console/attribution/report");
                await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Home insurance" })).ToContainTextAsync("70.00");
            }
        );

    [Fact]
    public Task A_refused_postback_says_why_and_is_run_again_once_the_cause_is_mended() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: false);
                await page.OpenAsync("/console");
                await SendAsync(server, "/m.ashx?o=1&f=pb&pubid=1&t=CALL-1&en=Late");

                await page.MenuFromAnywhereAsync("Pixel log");
                await page.GetByRole(AriaRole.Link, new() { Name = "Home insurance", Exact = true }).ClickAsync();
                await page.HeadingAsync("Pixel log requests");
                await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Invalid event" }).GetByRole(AriaRole.Link).First.ClickAsync();
                await page.HeadingAsync("Postback 1");
                await Expect(page.GetByText("Stopped", new() { Exact = true })).ToBeVisibleAsync();

                await page.OpenAsync("/console/attribution/advertisers/1?tab=events");
                await page.MakeEventAsync("Late event", "Macro (conversion)", "Late");
                await page.OpenAsync("/console/attribution/pixel-log/1");
                await page.ClickButtonAsync("Run again");
                await Expect(page.OpenDialog().GetByText("Late event", new() { Exact = false }).First).ToBeVisibleAsync();
                await page.OpenDialog().ClickButtonAsync("Run 1 postback again");
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Conversion 1" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    /// <param name="form">Posted where it is given.</param>
    internal static async Task SendAsync(RingpostServer server, string pathAndQuery, string? form = null)
    {
        using var sender = new HttpClient { BaseAddress = server.Url };
        using var answer = form is null
            ? await sender.GetAsync(pathAndQuery)
            : await sender.PostAsync(pathAndQuery, new StringContent(form, null, "application/x-www-form-urlencoded"));
        Assert.True(answer.IsSuccessStatusCode);
    }
}

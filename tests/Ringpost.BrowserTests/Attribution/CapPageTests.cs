using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>Contracts and caps on the cards, and where a cap that is met is told.</summary>
public sealed class CapPageTests(ConsoleFixture console)
{
    [Fact]
    public Task A_cap_is_set_met_told_and_dismissed() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await page.OpenAsync("/console/attribution/offers/1?tab=caps");
                await page.ClickButtonAsync("Add Cap");
                await page.OpenDialog().EnterAsync("Limit", "1.5");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.OpenDialog().GetByText("A limit is a whole number.")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Limit", "1");
                await page.OpenDialog().EnterAsync("Time zone", "Mars/Base");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.OpenDialog().GetByText("is no known time zone.")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Time zone", "America/New_York");
                await page.OpenDialog().ClickButtonAsync("Add");
                var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "0 of 1" });
                await Expect(row).ToContainTextAsync("00:00 America/New_York");
                await Expect(row).ToContainTextAsync("Open");
                await PageCheck.HoldsAsync(page);

                await SendAsync(server, "CALL-1");
                await SendAsync(server, "CALL-2");
                await page.OpenAsync("/console");
                await Expect(page.GetByText("Met: daily cap of 1 conversion of offer 1")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Caps", Exact = true }).First.ClickAsync();
                await page.HeadingAsync("Caps");
                var listed = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "1 of 1" });
                await Expect(listed).ToContainTextAsync("1 over");
                await Expect(listed).ToContainTextAsync("Met");
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Dismiss");
                await Expect(page.GetByText("Met: daily cap")).ToHaveCountAsync(0);

                await page.OpenAsync("/console/attribution/conversions/2");
                await Expect(page.GetByText("CAP REACHED: daily cap of 1 conversion of offer 1").First).ToBeVisibleAsync();
                await page.OpenAsync("/console/attribution/offers/1?tab=caps");
                await page.ClickButtonAsync("Change cap 1");
                await page.OpenDialog().EnterAsync("Limit", "5");
                await page.OpenDialog().ClickButtonAsync("Save");
                await Expect(page.GetByText("1 of 5").First).ToBeVisibleAsync();
                await page.ClickButtonAsync("Remove cap 1");
                await page.OpenDialog().ClickButtonAsync("Remove cap 1");
                await Expect(page.GetByText("No cap yet: everything counts.")).ToBeVisibleAsync();
            }
        );

    [Fact]
    public Task A_campaign_is_put_on_another_contract_of_its_offer() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await page.OpenAsync("/console/attribution/offers/1?tab=contracts");
                await page.ClickButtonAsync("Add Contract");
                await page.OpenDialog().EnterAsync("Name", "Better");
                await page.OpenDialog().EnterAsync("Payout", "12");
                await page.OpenDialog().EnterAsync("Received", "25");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Better" })).ToContainTextAsync("$12.00");
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/attribution/campaigns/1");
                await page.ChooseAsync("Contract", "Better");
                await page.ClickButtonAsync("Save");
                await Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await SendAsync(server, "CALL-1");
                await page.OpenAsync("/console/attribution/conversions/1");
                await Expect(page.GetByText("$25.00").First).ToBeVisibleAsync();
            }
        );

    private static Task SendAsync(RingpostServer server, string transactionId) =>
        PostbackTests.SendAsync(server, $"/m.ashx?o=1&f=pb&pubid=1&t={transactionId}");
}

using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>Duplicate on the cards of the attribution side: it leads to the card of the copy, which is inactive.</summary>
public sealed class DuplicateTests(ConsoleFixture console)
{
    [Fact]
    public Task Offer_advertiser_affiliate_and_campaign_are_duplicated_from_their_cards() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                foreach (var kind in new[] { "advertisers", "offers", "affiliates" })
                {
                    await page.OpenAsync($"/console/attribution/{kind}/1");
                    var name = await page.InnerTextAsync("h1");
                    await page.ClickButtonAsync("Duplicate");
                    await page.HeadingAsync($"{name} (copy)");
                    await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync($"{name} (copy)");
                    await Expect(page.GetByLabel("Status", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync("Inactive");
                    await PageCheck.HoldsAsync(page);
                    await page.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).ClickAsync();
                    await Expect(page.Section("History").GetByText("Duplicate", new() { Exact = true })).ToBeVisibleAsync();
                }

                var affiliate = await page.InnerTextAsync("h1");
                await page.OpenAsync("/console/attribution/campaigns/1");
                await page.ClickButtonAsync("Duplicate");
                await page.OpenDialog().ClickButtonAsync("Duplicate");
                await Expect(page.OpenDialog().GetByText("Choose who runs it.")).ToBeVisibleAsync();
                await page.OpenDialog().ChooseAsync("Affiliate", $"{affiliate} (2)");
                await page.OpenDialog().ClickButtonAsync("Duplicate");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(affiliate);
                await Expect(page.GetByText("Campaign 2")).ToBeVisibleAsync();
                await Expect(page.GetByLabel("Status", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync("Inactive");
                await PageCheck.HoldsAsync(page);
            }
        );
}

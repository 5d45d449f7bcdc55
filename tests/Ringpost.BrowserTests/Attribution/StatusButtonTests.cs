using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

public sealed class StatusButtonTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_card_of_the_attribution_side_is_set_inactive_with_one_button_and_its_form_says_so()
    {
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", "Status", "--role", "admin");
        using var api = new ApiClient(console.Server.Url, key);
        var advertiser = (long)(await api.PostAsync("advertisers", new { name = "Off and on" }))["id"]!;
        var offer = (long)(await api.PostAsync("offers", new { name = "Off and on", advertiserId = advertiser }))["id"]!;
        var affiliate = (long)(await api.PostAsync("affiliates", new { name = "Off and on" }))["id"]!;
        var campaign = (long)(await api.PostAsync("offer-campaigns", new { offerId = offer, affiliateId = affiliate }))["id"]!;
        await console.VisitAsync(async page =>
        {
            foreach (var (path, id) in new[] { ("offer-campaigns", campaign), ("affiliates", affiliate), ("advertisers", advertiser) })
            {
                await page.OpenWholeAsync($"/console/attribution/{path.Replace("offer-", "", StringComparison.Ordinal)}/{id}");
                await page.ClickButtonAsync("Set inactive");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Set active" })).ToBeVisibleAsync();
                await Expect(page.GetByLabel("Status", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync("Inactive");
                Assert.Equal("inactive", (string)(await api.GetAsync($"{path}/{id}"))["status"]!);
                await page.ClickButtonAsync("Set active");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Set inactive" })).ToBeVisibleAsync();
                Assert.Equal("active", (string)(await api.GetAsync($"{path}/{id}"))["status"]!);
            }

            // An offer is public, private or to be applied for: which again, its form says.
            await page.OpenWholeAsync($"/console/attribution/offers/{offer}");
            await page.ClickButtonAsync("Set inactive");
            await Expect(page.GetByLabel("Status", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync("Inactive");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Set inactive" })).ToHaveCountAsync(0);
            Assert.Equal("inactive", (string)(await api.GetAsync($"offers/{offer}"))["status"]!);
        });
    }
}

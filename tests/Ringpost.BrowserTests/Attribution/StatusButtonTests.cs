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

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Each_list_of_the_attribution_side_is_narrowed_to_a_status(int width)
    {
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", $"Statuses {width}", "--role", "admin");
        using var api = new ApiClient(console.Server.Url, key);
        var (stays, goes) = ($"Stays {width}", $"Goes {width}");
        var ids = new Dictionary<string, long>();
        foreach (var name in (string[])[stays, goes])
        {
            ids["advertisers"] = (long)(await api.PostAsync("advertisers", new { name }))["id"]!;
            ids["offers"] = (long)(await api.PostAsync("offers", new { name, advertiserId = ids["advertisers"] }))["id"]!;
            ids["affiliates"] = (long)(await api.PostAsync("affiliates", new { name }))["id"]!;
            ids["offer-campaigns"] = (long)
                (await api.PostAsync("offer-campaigns", new { offerId = ids["offers"], affiliateId = ids["affiliates"] }))["id"]!;
        }
        foreach (var (kind, id) in ids)
            await api.PatchAsync($"{kind}/{id}", new { status = "inactive" });
        await console.VisitAsync(
            async page =>
            {
                foreach (var list in (string[])["offers", "affiliates", "advertisers", "campaigns"])
                {
                    await page.OpenWholeAsync($"/console/attribution/{list}");
                    var (kept, gone) = (Row(page, stays), Row(page, goes));
                    await Expect(kept).ToBeVisibleAsync();
                    await Expect(gone).ToContainTextAsync("Inactive");
                    if (width < 700)
                        await page.ClickButtonAsync("Filters");
                    // By keyboard, as a select is used without a mouse: the first letter chooses.
                    await page.GetByLabel("Status", new() { Exact = true }).FocusAsync();
                    await page.Keyboard.PressAsync("i");
                    await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?status=inactive$"));
                    await Expect(kept).ToHaveCountAsync(0);
                    await Expect(gone).ToBeVisibleAsync();
                    await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Status: Inactive" })).ToBeVisibleAsync();
                    await PageCheck.HoldsAsync(page);

                    await page.OpenWholeAsync($"/console/attribution/{list}?status={(list == "offers" ? "public" : "active")}");
                    await Expect(kept).ToBeVisibleAsync();
                    await Expect(gone).ToHaveCountAsync(0);
                }
            },
            width
        );
    }

    private static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
}

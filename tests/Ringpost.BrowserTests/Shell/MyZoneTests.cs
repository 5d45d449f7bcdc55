using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

public sealed class MyZoneTests(ConsoleFixture console)
{
    [Fact]
    public Task A_person_reads_everything_in_the_zone_they_chose_and_the_network_keeps_its_own() =>
        console.VisitFreshAsync(
            async (page, _) =>
            {
                await page.OpenAsync("/console/calls");
                await page.Locator(".rp-person summary").ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "My settings", Exact = true }).ClickAsync();
                var zone = page.GetByLabel("My time zone");
                await zone.FillAsync("Asia/Nowhere");
                await zone.PressAsync("Tab");
                await page.ClickButtonAsync("Save");
                await Expect(page.GetByText("A zone's name, as America/New_York.")).ToBeVisibleAsync();
                await zone.FillAsync("Asia/Tokyo");
                await zone.PressAsync("Tab");
                await page.ClickButtonAsync("Save");
                await Expect(page.Locator(".rp-zone")).ToContainTextAsync("Asia/Tokyo");
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/calls");
                await Expect(page.GetByLabel("Days (Asia/Tokyo)")).ToBeVisibleAsync();
                var csv = await page.GetByRole(AriaRole.Link, new() { Name = "CSV", Exact = true }).GetAttributeAsync("href");
                Assert.Contains("zone=Asia%2FTokyo", csv, StringComparison.Ordinal);
                await page.OpenAsync("/console/report?groupBy=day");
                await Expect(page.GetByLabel("Days (Asia/Tokyo)")).ToBeVisibleAsync();
                await page.OpenAsync("/console/calls?zone=Europe/Zurich");
                await Expect(page.GetByLabel("Days (Europe/Zurich)")).ToBeVisibleAsync();
                await page.OpenAsync("/console/live");
                await Expect(page.GetByLabel("Since midnight in Asia/Tokyo")).ToBeVisibleAsync();
                await page.OpenAsync("/console/settings/instance");
                await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Network" })).Not.ToContainTextAsync("Tokyo");
            }
        );
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Primitives;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

public sealed class MyLocaleTests(ConsoleFixture console)
{
    [Fact]
    public Task A_person_reads_numbers_and_dates_in_the_way_they_chose_and_fields_keep_theirs() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System));
                await page.OpenAsync("/console/settings/users");
                await Expect(page.Locator("tbody time").First).ToHaveTextAsync(new Regex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"));
                await page.OpenAsync("/console/my-settings");
                var way = page.Section("Numbers and dates");
                await way.ChooseAsync("As in", "German (Germany): 31.01.2026 14:30:05 and 1.238,50");
                await way.ClickButtonAsync("Save");
                await Expect(way.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                // In this circuit by the menu, and in a new one.
                await page.MenuAsync("Settings", "Users");
                var german = new Regex(@"^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$");
                await Expect(page.Locator("tbody time").First).ToHaveTextAsync(german);
                await page.OpenAsync("/console/settings/users");
                await Expect(page.Locator("tbody time").First).ToHaveTextAsync(german);
                await page.OpenAsync($"/console/campaigns/{seed.CallCampaignId}?tab=routing");
                await Expect(page.GetByText("25,00").First).ToBeVisibleAsync();
                // A field takes what it always took.
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Change") }).First.ClickAsync();
                await Expect(page.OpenDialog().GetByLabel("Revenue", new() { Exact = true })).ToHaveValueAsync("25");
            }
        );
}

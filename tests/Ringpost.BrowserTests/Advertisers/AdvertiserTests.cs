using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Advertisers;

public sealed class AdvertiserTests(ConsoleFixture console)
{
    [Fact]
    public Task What_is_wrong_stands_at_the_field() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/advertisers");
            await page.ClickButtonAsync("Create Advertiser");
            await page.OpenDialog().ClickButtonAsync("Create");

            await Expect(page.OpenDialog().GetByText("A name is needed.")).ToBeVisibleAsync();
            await Expect(page.OpenDialog().GetByLabel("Name")).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.OpenDialog().GetByLabel("Name")).ToBeFocusedAsync();
        });

    [Fact]
    public Task A_search_stands_in_the_address_and_survives_a_reload() =>
        console.VisitAsync(async page =>
        {
            await CreateAsync(page, "Searched Insurance");
            await page.OpenAsync("/console/attribution/advertisers");
            await page.GetByLabel("Find by name").FillAsync("searched ins");
            await page.GetByLabel("Find by name").PressAsync("Enter");
            await Expect(page).ToHaveURLAsync(new Regex(@"/advertisers\?q=searched%20ins$"));
            await page.ReloadAsync();

            await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Searched Insurance" })).ToBeVisibleAsync();

            await page.GetByLabel("Find by name").FillAsync("nobody has this name");
            await page.GetByLabel("Find by name").PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" })).ToBeVisibleAsync();
        });

    [Fact]
    public Task Unsaved_changes_are_guarded() =>
        console.VisitAsync(async page =>
        {
            await CreateAsync(page, "Guarded Mutual");
            await page.Section("General").EnterAsync("Name", "Changed");
            await page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
            await Expect(page.OpenDialog().GetByText("General has changes that are not saved.")).ToBeVisibleAsync();
            await page.OpenDialog().ClickButtonAsync("Cancel");
            Assert.DoesNotContain("tab=", page.Url, StringComparison.Ordinal);

            await page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
            await page.OpenDialog().ClickButtonAsync("Leave without saving");
            await Expect(page).ToHaveURLAsync(new Regex(@"\?tab=events$"));
        });

    private static async Task CreateAsync(IPage page, string name)
    {
        await page.OpenAsync("/console/attribution/advertisers");
        await page.ClickButtonAsync("Create Advertiser");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }
}

using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

public sealed class SignInTests(ConsoleFixture console)
{
    [Fact]
    public Task A_stranger_is_asked_to_sign_in_and_then_lands_where_they_wanted() =>
        console.VisitAsStrangerAsync(async page =>
        {
            await page.GotoAsync("/console/attribution/advertisers?q=acme");
            await page.GetByLabel("E-mail or name").FillAsync(ConsoleFixture.Administrator);
            await page.GetByLabel("Password").FillAsync(ConsoleFixture.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

            await page.HeadingAsync("Advertisers");
            Assert.EndsWith("/console/attribution/advertisers?q=acme", page.Url, StringComparison.Ordinal);
        });

    [Fact]
    public Task The_person_menu_signs_out() =>
        console.VisitAsStrangerAsync(async page =>
        {
            await page.GotoAsync("/console");
            await page.GetByLabel("E-mail or name").FillAsync(ConsoleFixture.Administrator);
            await page.GetByLabel("Password").FillAsync(ConsoleFixture.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByText(ConsoleFixture.Administrator).First.ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        });

    [Fact]
    public Task The_theme_is_the_systems_until_another_is_chosen_and_then_remembered() =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console");
                await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

                await page.ClickButtonAsync("Use the light theme");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use the dark theme" })).ToBeVisibleAsync();
                await page.OpenAsync("/console/attribution/advertisers");

                await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use the dark theme" })).ToBeVisibleAsync();
            },
            theme: ColorScheme.Dark
        );
}

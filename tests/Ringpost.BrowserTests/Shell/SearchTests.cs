using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

/// <summary>The search over everything, by the keyboard alone.</summary>
public sealed class SearchTests(ConsoleFixture console)
{
    private const string Markup = "<img src=x onerror=alert(1)> Mutual";

    [Fact]
    public Task Keys_open_the_search_what_is_typed_is_found_and_the_focus_comes_back() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.Api.PostAsync("advertisers", new { name = Markup });
                await server.Api.PostAsync("advertisers", new { name = "Other <b>Mutual</b>" });
                await page.OpenAsync("/console/attribution/offers");
                await page.FocusAtTitleAsync("Offers");

                await page.Keyboard.PressAsync("Control+k");
                await page.Keyboard.TypeAsync("mutual");
                var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Search everywhere" });
                var options = page.OpenDialog().GetByRole(AriaRole.Option);
                await Expect(options).ToHaveCountAsync(2);
                await Expect(page.OpenDialog().GetByRole(AriaRole.Group, new() { Name = "Advertisers" }).GetByRole(AriaRole.Option))
                    .ToHaveCountAsync(2);
                // Names are texts, whatever they hold.
                await Expect(options.First).ToContainTextAsync(Markup);
                await PageCheck.HoldsAsync(page);

                await Expect(search).ToHaveAttributeAsync("aria-activedescendant", "search-option-0");
                await page.Keyboard.PressAsync("ArrowDown");
                await Expect(options.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
                await Expect(search).ToHaveAttributeAsync("aria-activedescendant", "search-option-1");
                await page.Keyboard.PressAsync("ArrowDown");
                await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");

                await page.Keyboard.PressAsync("Escape");
                await Expect(page.OpenDialog()).ToHaveCountAsync(0);
                await page.FocusAtTitleAsync("Offers");

                // The next search begins anew, and Enter waits for the answer to what was typed last.
                await page.Keyboard.PressAsync("/");
                await page.Keyboard.TypeAsync("other mutual");
                await page.Keyboard.PressAsync("Enter");
                await page.HeadingAsync("Other <b>Mutual</b>");
                await Expect(page.OpenDialog()).ToHaveCountAsync(0);
            }
        );

    [Fact]
    public Task A_page_and_an_action_are_reached_without_a_pointer() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console");
            await page.FocusAtTitleAsync("Today");
            await page.Keyboard.PressAsync("Meta+k");
            await page.Keyboard.TypeAsync("blocked num");
            // The page's own name, before the action that only has to do with it.
            await Expect(page.OpenDialog().GetByRole(AriaRole.Option))
                .ToHaveTextAsync([new Regex("Blocked numbers"), new Regex("Block a number")]);
            await page.Keyboard.PressAsync("Enter");
            await page.HeadingAsync("Blocked numbers");

            await page.Keyboard.PressAsync("Control+k");
            await page.Keyboard.TypeAsync("new adv");
            await page.Keyboard.PressAsync("Enter");
            await page.HeadingAsync("Advertisers");
            await Expect(page.OpenDialog().GetByLabel("Name")).ToBeFocusedAsync();
            // It was pressed once: the address no longer asks for it.
            await Expect(page).ToHaveURLAsync(new Regex("/advertisers$"));
        });

    [Fact]
    public Task On_a_telephone_the_search_takes_the_whole_screen() =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console");
                await page.ClickButtonAsync("Search everywhere");
                await page.Keyboard.TypeAsync("nothing is called so");
                await Expect(page.OpenDialog()).ToContainTextAsync("Nothing found under “nothing is called so”.");
                await PageCheck.HoldsAsync(page);
                var box = await page.OpenDialog().BoundingBoxAsync();
                Assert.Equal((390, 0), ((int)box!.Width, (int)box.X));
                await page.ClickButtonAsync("Close the search");
                await Expect(page.OpenDialog()).ToHaveCountAsync(0);
            },
            width: 390,
            theme: ColorScheme.Dark
        );
}

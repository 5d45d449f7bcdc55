using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

public sealed class KeyboardTests(ConsoleFixture console)
{
    [Fact]
    public Task A_page_is_entered_at_its_title_and_the_menu_can_be_skipped() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/advertisers");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create Advertiser" }).First).ToBeFocusedAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Skip to content" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        });

    [Fact]
    public Task An_advertiser_is_created_and_renamed_without_a_pointer() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/advertisers");
            await page.FocusAtTitleAsync("Advertisers");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create Advertiser" }).First.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.OpenDialog().GetByLabel("Name")).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("Keyboard Mutual");
            await page.Keyboard.PressAsync("Enter");
            await page.FocusAtTitleAsync("Keyboard Mutual");

            await page.GetByLabel("Name", new() { Exact = true }).FocusAsync();
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync("Keyboard Life");
            await page.Keyboard.PressAsync("Enter");

            await page.HeadingAsync("Keyboard Life");
            await Expect(page.GetByRole(AriaRole.Status).GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        });

    [Fact]
    public Task Escape_closes_a_dialog_and_the_focus_returns() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/advertisers");
            await page.FocusAtTitleAsync("Advertisers");
            var button = page.GetByRole(AriaRole.Button, new() { Name = "Create Advertiser" }).First;
            await button.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.OpenDialog().WaitForAsync();
            await page.Keyboard.PressAsync("Escape");

            await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
            await Expect(button).ToBeFocusedAsync();
        });

    [Fact]
    public Task The_focus_stays_in_a_dialog() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/advertisers");
            await page.FocusAtTitleAsync("Advertisers");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.OpenDialog().GetByLabel("Name")).ToBeFocusedAsync();
            // Name, Create, Cancel, the browser's own bar, and round again.
            for (var step = 0; step < 8; step++)
            {
                await page.Keyboard.PressAsync("Tab");
                Assert.True(
                    await page.EvaluateAsync<bool>(
                        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
                    ),
                    $"After {step + 1} steps the focus is at {await page.EvaluateAsync<string>("document.activeElement.outerHTML")}"
                );
            }
        });

    [Fact]
    public Task Escape_closes_the_persons_menu_and_the_focus_returns() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/advertisers");
            await page.FocusAtTitleAsync("Advertisers");
            var button = page.GetByRole(AriaRole.Banner).Locator("summary");
            await button.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var entry = page.GetByRole(AriaRole.Link, new() { Name = "My settings" });
            await Expect(entry).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Tab");
            await Expect(entry).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Escape");
            await Expect(entry).ToBeHiddenAsync();
            await Expect(button).ToBeFocusedAsync();
        });

    [Fact]
    public Task Escape_closes_the_menu_of_a_telephone_and_the_focus_returns() =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console/attribution/advertisers");
                await page.FocusAtTitleAsync("Advertisers");
                var button = page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true });
                await button.FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                await Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
                await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link).First.FocusAsync();
                await page.Keyboard.PressAsync("Escape");
                await Expect(button).ToHaveAttributeAsync("aria-expanded", "false");
                await Expect(button).ToBeFocusedAsync();

                // Its own button does the same.
                await page.Keyboard.PressAsync("Enter");
                await page.GetByRole(AriaRole.Button, new() { Name = "Close menu" }).FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                await Expect(button).ToHaveAttributeAsync("aria-expanded", "false");
                await Expect(button).ToBeFocusedAsync();
            },
            width: 390
        );

    [Fact]
    public Task Days_filters_and_chips_of_a_list_keep_the_focus_on_the_page() =>
        console.VisitAsync(async page =>
        {
            await page.OpenWholeAsync("/console/attribution/conversions");
            await page.FocusAtTitleAsync("Conversions");
            var days = page.GetByRole(AriaRole.Search).Locator("select").First;
            await days.FocusAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await Expect(page).ToHaveURLAsync(new Regex("range=30d"));
            await Expect(days).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("End");
            await Expect(page).ToHaveURLAsync(new Regex("from=.*to="));
            var from = page.GetByLabel("From", new() { Exact = true });
            await Expect(from).ToBeVisibleAsync();
            await Expect(days).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Tab");
            await Expect(from).ToBeFocusedAsync();

            var text = page.GetByRole(AriaRole.Search).GetByLabel("Transaction ID", new() { Exact = true });
            await text.FocusAsync();
            await page.Keyboard.TypeAsync("nobody-1");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" })).ToBeVisibleAsync();
            await Expect(text).ToBeFocusedAsync();

            var chip = page.GetByRole(AriaRole.Button, new() { Name = "Transaction ID: nobody-1" });
            await chip.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(chip).ToHaveCountAsync(0);
            await Expect(text).ToHaveValueAsync("");
            // The chip is gone, and with it what had the focus: the page has it, not the window.
            await Expect(page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        });

    [Fact]
    public Task Tabs_saving_and_deleting_work_without_a_pointer() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var advertiser = (await server.Api.PostAsync("advertisers", new { name = "Tabbed" }))["id"]!;
                await page.OpenAsync($"/console/attribution/advertisers/{advertiser}");
                await page.FocusAtTitleAsync("Tabbed");
                var tab = page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of this card" })
                    .GetByRole(AriaRole.Link, new() { Name = "Events" });
                await tab.FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Events", Exact = true })).ToBeVisibleAsync();
                await Expect(tab).ToBeFocusedAsync();

                var campaign = (string)(await server.Api.PostAsync("call-campaigns", new { name = "Keys" }))["id"]!;
                await page.OpenWholeAsync($"/console/campaigns/{campaign}");
                await page.FocusAtTitleAsync("Keys");
                var general = page.Section("General Info");
                await general.GetByLabel("Name", new() { Exact = true }).FocusAsync();
                await page.Keyboard.PressAsync("End");
                await page.Keyboard.TypeAsync(" and locks");
                var save = general.GetByRole(AriaRole.Button, new() { Name = "Save" });
                await save.FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                await Expect(general.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved");
                await Expect(save).ToBeFocusedAsync();

                var delete = page.GetByRole(AriaRole.Button, new() { Name = "Archive campaign" }).First;
                await delete.FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                await page.OpenDialog().WaitForAsync();
                await page.Keyboard.PressAsync("Escape");
                await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
                await Expect(delete).ToBeFocusedAsync();
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.OpenDialog().GetByRole(AriaRole.Button, new() { Name = "Archive campaign" })).ToBeFocusedAsync();
                await page.Keyboard.PressAsync("Enter");
                await page.FocusAtTitleAsync("Campaigns");
            }
        );
}

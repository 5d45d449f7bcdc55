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
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>The tabs of a card: an address each, and nothing unsaved is lost unasked or taken for stored.</summary>
public sealed class CardTabTests(ConsoleFixture console)
{
    [Fact]
    public Task What_is_left_without_saving_is_asked_about_and_gone_when_its_tab_is_opened_again() =>
        console.VisitAsync(async page =>
        {
            await CallSideTests.CreateCampaignAsync(page, "Tabbed");
            var general = page.Section("General Info");
            await general.EnterAsync("Tracking ID", "99");
            await general.GetByLabel("Tracking ID").BlurAsync();
            await Expect(general.GetByText("Not saved yet")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Payouts", Exact = true }).ClickAsync();
            await page.OpenDialog().ClickButtonAsync("Cancel");
            await Expect(general.GetByLabel("Tracking ID")).ToHaveValueAsync("99");
            await page.GetByRole(AriaRole.Link, new() { Name = "Payouts", Exact = true }).ClickAsync();
            await page.OpenDialog().ClickButtonAsync("Leave without saving");
            await Expect(page.Section("Payouts")).ToBeVisibleAsync();
            await Expect(page).ToHaveURLAsync(new Regex(@"\?tab=payouts$"));

            await page.TabAsync("General");
            await Expect(general.GetByLabel("Tracking ID")).ToHaveValueAsync("");
            // What is saved is there, and so is it on the way back from another tab.
            await general.EnterAsync("Tracking ID", "12");
            await general.ClickButtonAsync("Save");
            await Expect(general.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
            await page.TabAsync("Routing");
            await Expect(page.Section("Fallback")).ToBeVisibleAsync();
            await page.ReloadAsync();
            await page.HeadingAsync("Tabbed");
            await Expect(page.Section("Fallback")).ToBeVisibleAsync();
            await page.TabAsync("General");
            await Expect(general.GetByLabel("Tracking ID")).ToHaveValueAsync("12");
        });
}

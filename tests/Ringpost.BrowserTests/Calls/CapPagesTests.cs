using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Caps, entered by hand, and what is used of them.</summary>
public sealed class CapPagesTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_publisher_gets_caps_that_show_their_use_and_are_reset(int width) =>
        console.VisitAsync(
            async page =>
            {
                var name = $"Capped at {width}";
                await page.OpenAsync("/console/publishers");
                await page.ClickButtonAsync("Add Publisher");
                await page.OpenDialog().EnterAsync("Name", name);
                await page.OpenDialog().ClickButtonAsync("Add");
                await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
                await page.HeadingAsync(name);

                await page.TabAsync("Caps");
                var caps = page.Section("Caps");
                await caps.EnterAsync("Daily cap", "5");
                await caps.EnterAsync("Monthly payout cap", "250.50");
                await caps.EnterAsync("Concurrency cap", "3");
                await caps.EnterAsync("Time zone", "Nowhere");
                await caps.GetByLabel("Block calls if capped").CheckAsync();
                await caps.ClickButtonAsync("Save");
                await Expect(caps.GetByText("“Nowhere” is no known time zone.")).ToBeVisibleAsync();
                await caps.EnterAsync("Time zone", "America/New_York");
                await caps.ClickButtonAsync("Save");
                await Expect(caps.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                var usage = page.Section("Cap usage");
                await Expect(usage.GetByText("0 of 5", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(usage.GetByText("0.00 of 250.50", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(usage.GetByText("0 of 3", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await usage.ClickButtonAsync("Reset Daily cap");
                await page.OpenDialog().ClickButtonAsync("Reset daily cap");
                await Expect(page.OpenDialog()).ToHaveCountAsync(0);

                await page.ReloadAsync();
                await page.HeadingAsync(name);
                await Expect(page.Section("Caps").GetByLabel("Monthly payout cap")).ToHaveValueAsync("250.5");
                await Expect(page.Section("Caps").GetByLabel("Block calls if capped")).ToBeCheckedAsync();
                await page.TabAsync("History");
                await Expect(page.Section("History").GetByText("Reset cap")).ToBeVisibleAsync();
            },
            width
        );
}

using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Hours and tag filters, entered by hand.</summary>
public sealed class FilterAndHoursTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_target_gets_hours_with_a_break_and_filters(int width) =>
        console.VisitAsync(
            async page =>
            {
                var name = $"Target with hours at {width}";
                await page.OpenAsync("/console/targets");
                await page.ClickButtonAsync("Create Target");
                await page.OpenDialog().EnterAsync("Name", name);
                await page.OpenDialog().EnterAsync("Destination", "+12025550190");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
                await page.HeadingAsync(name);

                await page.TabAsync("Hours");
                var hours = page.Section("Hours");
                await hours.GetByLabel("Only at certain hours").CheckAsync();
                await hours.EnterAsync("Time zone", "Nowhere");
                var monday = Group(hours, "Monday");
                await monday.EnterAsync("Opens", "22:00");
                await monday.EnterAsync("Closes", "06:00");
                await Expect(monday.GetByText("On the next day")).ToBeVisibleAsync();
                await monday.ClickButtonAsync("Add break");
                await monday.EnterAsync("Break at", "01:30");
                await monday.EnterAsync("For", "300");
                await hours.ClickButtonAsync("Save");
                await Expect(hours.GetByText("A time zone, as America/New_York.")).ToBeVisibleAsync();
                await Expect(hours.GetByText("The break at 01:30 is not within the day's hours.")).ToBeVisibleAsync();
                await hours.EnterAsync("Time zone", "America/New_York");
                await monday.EnterAsync("For", "45");
                await hours.ClickButtonAsync("Save");
                await Expect(hours.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                await page.TabAsync("Tag Filters");
                var filters = page.Section("Tag Filters");
                await Expect(filters.GetByText("The target takes every call.")).ToBeVisibleAsync();
                await filters.ClickButtonAsync("Add rule");
                await filters.ClickButtonAsync("Add condition to rule 1");
                var first = Group(filters, "Condition 1");
                await first.EnterAsync("Tag", "InboundNumber:State");
                await first.ChooseAsync("Comparison", "equals any of");
                await first.EnterAsync("Values", "CA, NY");
                var second = Group(filters, "Condition 2");
                await second.EnterAsync("or tag", "zip");
                await second.ChooseAsync("Comparison", "does not exist");
                await filters.ClickButtonAsync("Save");
                await Expect(filters.GetByText("A tag, as InboundNumber:State or User:zipcode.")).ToBeVisibleAsync();
                await second.EnterAsync("or tag", "User:zip");
                await filters.ClickButtonAsync("Save");
                await Expect(filters.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                await page.ReloadAsync();
                await page.HeadingAsync(name);
                await page.TabAsync("Hours");
                await Expect(Group(page.Section("Hours"), "Monday").GetByLabel("Break at")).ToHaveValueAsync("01:30");
                await Expect(Group(page.Section("Hours"), "Sunday").GetByText("Closed")).ToBeVisibleAsync();
                await page.TabAsync("Tag Filters");
                await Expect(Group(page.Section("Tag Filters"), "Condition 1").GetByLabel("Values")).ToHaveValueAsync("CA\nNY");
                await Expect(Group(page.Section("Tag Filters"), "Condition 2").GetByLabel("or tag")).ToHaveValueAsync("User:zip");
                await PageCheck.HoldsAsync(page);

                await page.Section("Tag Filters").ClickButtonAsync("Remove rule 1");
                await page.Section("Tag Filters").ClickButtonAsync("Save");
                await Expect(page.Section("Tag Filters").GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(page.Section("Tag Filters").GetByText("The target takes every call.")).ToBeVisibleAsync();
            },
            width
        );

    [Fact]
    public Task A_pixel_gets_a_filter_in_the_dialog_that_creates_it() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/pixels");
            await page.ClickButtonAsync("Create Pixel");
            var dialog = page.OpenDialog();
            await dialog.EnterAsync("Name", "Filtered");
            await dialog.ChooseAsync("Fire Pixel On", "Completed");
            await dialog.EnterAsync("URL", "https://tracker.example/p?t=[Call:InboundCallId]");
            await dialog.UnfoldAsync("Which calls");
            await dialog.ClickButtonAsync("Add rule");
            await dialog.EnterAsync("Tag", "CallLength:FromConnect");
            await dialog.ChooseAsync("Comparison", "is greater than");
            await dialog.EnterAsync("Value", "long");
            await dialog.ClickButtonAsync("Save");
            await Expect(dialog.GetByText("Greater than and less than compare numbers, as 65 or 12.5.")).ToBeVisibleAsync();
            await dialog.EnterAsync("Value", "90");
            await dialog.ClickButtonAsync("Save");

            await page.HeadingAsync("Filtered");
            await Expect(page.GetByLabel("Value", new() { Exact = true })).ToHaveValueAsync("90");
            await Expect(page.GetByLabel("Comparison").Locator("option:checked")).ToHaveTextAsync("is greater than");
            await PageCheck.HoldsAsync(page);
        });

    private static ILocator Group(ILocator part, string name) => part.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });
}

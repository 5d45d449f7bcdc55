using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Duplicate on the cards of the call side: it leads to the card of the copy, which is paused.</summary>
public sealed class DuplicateTests(ConsoleFixture console)
{
    [Fact]
    public Task A_campaign_is_duplicated_and_its_copy_is_renamed_alone() =>
        console.VisitAsync(async page =>
        {
            await CallSideTests.CreateCampaignAsync(page, "Twin");
            await page.Section("General Info").EnterAsync("Tracking ID", "77");
            await page.Section("General Info").ClickButtonAsync("Save");
            await Expect(page.Section("General Info").GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

            await page.ClickButtonAsync("Duplicate");
            await page.HeadingAsync("Twin (copy)");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true })).ToBeVisibleAsync();
            var general = page.Section("General Info");
            await Expect(general.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Twin (copy)");
            await Expect(general.GetByLabel("Tracking ID")).ToHaveValueAsync("77");
            await page.TabAsync("History");
            await Expect(page.Section("History").GetByText("Duplicate", new() { Exact = true })).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);

            await page.TabAsync("General");
            await general.EnterAsync("Name", "Twin two");
            await general.ClickButtonAsync("Save");
            await page.HeadingAsync("Twin two");
            await page.OpenAsync("/console/campaigns?search=Twin");
            foreach (var name in new[] { "Twin", "Twin two" })
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
        });

    [Theory]
    [InlineData("publishers", "Add Publisher", "Add")]
    [InlineData("buyers", "Add Buyer", "Add")]
    [InlineData("targets", "Create Target", "Create")]
    [InlineData("pixels", "Create Pixel", "Save")]
    [InlineData("conversion-hooks", "Create webhook", "Create")]
    public Task Each_card_leads_to_its_copy(string list, string open, string create) =>
        console.VisitAsync(async page =>
        {
            var name = $"Copied of {list}";
            await page.OpenAsync($"/console/{list}");
            await page.ClickButtonAsync(open);
            await page.OpenDialog().EnterAsync("Name", name);
            if (list == "targets")
                await page.OpenDialog().EnterAsync("Destination", "+12025550191");
            if (list == "pixels")
            {
                await page.OpenDialog().ChooseAsync("Fire Pixel On", "Payout");
                await page.OpenDialog().EnterAsync("URL", "https://tracker.example/?t=[Call:InboundCallId]");
            }

            await page.OpenDialog().ClickButtonAsync(create);
            await Expect(page.OpenDialog()).ToHaveCountAsync(0);
            if (list is not ("pixels" or "conversion-hooks"))
                await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
            await page.HeadingAsync(name);

            await page.ClickButtonAsync("Duplicate");
            await page.HeadingAsync(name + " (copy)");
            await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(name + " (copy)");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true })).ToBeVisibleAsync();
            await page.TabAsync("History");
            await Expect(page.Section("History").GetByText("Duplicate", new() { Exact = true })).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);
        });
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Seed;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

public sealed class CallListPageTests(ConsoleFixture console)
{
    [Fact]
    public Task Columns_are_chosen_ordered_kept_in_the_address_and_saved_as_a_view_that_the_page_opens_with() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await CallSideTests.CreateCampaignAsync(page, "Listed");
                await page.Section("Numbers").ClickButtonAsync("Add Number");
                await page.OpenDialog().EnterAsync("Number", "+12025550168");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Numbers").GetByText("+1 (202) 555-0168")).ToBeVisibleAsync();
                var calls = new CallsAndConversions(page, server);
                await calls.AddCarrierAsync("Carrier");
                await calls.CallAsync("+12025550168");

                await page.OpenAsync("/console/calls");
                await Expect(page.Locator("tbody a")).ToHaveCountAsync(1);
                await page.ClickButtonAsync("Columns");
                var dialog = page.OpenDialog();
                await dialog.ClickButtonAsync("Remove Payout");
                await dialog.ChooseAsync("Add a column", "Incomplete Call Reason");
                await dialog.EnterAsync("Add a tag", "nothing");
                await dialog.GetByLabel("Add a tag").PressAsync("Tab");
                await Expect(dialog.GetByText("A tag, as tag:User:zip.")).ToBeVisibleAsync();
                await dialog.EnterAsync("Add a tag", "Campaign:Name");
                await dialog.GetByLabel("Add a tag").PressAsync("Tab");
                await dialog.ClickButtonAsync("Move tag:Campaign:Name up");
                await PageCheck.HoldsAsync(page);
                await dialog.ClickButtonAsync("Show these columns");

                var heads = page.GetByRole(AriaRole.Columnheader);
                await Expect(heads.Filter(new() { HasText = "tag:Campaign:Name" })).ToBeVisibleAsync();
                await Expect(heads.Filter(new() { HasText = "Payout" })).ToHaveCountAsync(0);
                var texts = await heads.AllInnerTextsAsync();
                Assert.True(texts.ToList().IndexOf("tag:Campaign:Name") < texts.ToList().IndexOf("Incomplete Call Reason"));
                Assert.Contains("tag:Campaign:Name", Uri.UnescapeDataString(page.Url), StringComparison.Ordinal);
                await page.GetByLabel("Time zone").FillAsync("Asia/Kolkata");
                await page.GetByLabel("Time zone").PressAsync("Tab");
                await Expect(heads.First).ToContainTextAsync("Kolkata");
                await heads.First.GetByRole(AriaRole.Link).ClickAsync();
                await Expect(heads.First).ToHaveAttributeAsync("aria-sort", "ascending");
                await PageCheck.HoldsAsync(page);

                // Another column takes the order over, numbers largest first, and turns it.
                var revenue = heads.Filter(new() { HasText = "Revenue" });
                await revenue.GetByRole(AriaRole.Link).ClickAsync();
                await Expect(revenue).ToHaveAttributeAsync("aria-sort", "descending");
                await Expect(heads.First).Not.ToHaveAttributeAsync("aria-sort", new Regex(".*"));
                await revenue.GetByRole(AriaRole.Link).ClickAsync();
                await Expect(revenue).ToHaveAttributeAsync("aria-sort", "ascending");
                await PageCheck.HoldsAsync(page);

                // The file is of the same columns, zone and order.
                var download = await page.RunAndWaitForDownloadAsync(() =>
                    page.GetByRole(AriaRole.Link, new() { Name = "CSV", Exact = true }).ClickAsync()
                );
                Assert.Contains("Asia-Kolkata", download.SuggestedFilename, StringComparison.Ordinal);
                var head = (await File.ReadAllLinesAsync(await download.PathAsync()))[0];
                Assert.EndsWith("Revenue,Target,Number,tag:Campaign:Name,Incomplete Call Reason", head, StringComparison.Ordinal);

                await page.ClickButtonAsync("Save as view");
                await page.OpenDialog().EnterAsync("Name", "Mine");
                await page.OpenDialog().GetByLabel("This page opens with it").CheckAsync();
                await page.OpenDialog().ClickButtonAsync("Save");
                await Expect(page.GetByLabel("View", new() { Exact = true })).ToContainTextAsync("Mine (opens first)");
                await page.OpenAsync("/console/calls");
                await Expect(heads.First).ToContainTextAsync("Kolkata");
                await PageCheck.HoldsAsync(page);
                await page.GetByLabel("View", new() { Exact = true }).SelectOptionAsync("");
                await Expect(heads.Filter(new() { HasText = "Payout" })).ToBeVisibleAsync();
            }
        );
}

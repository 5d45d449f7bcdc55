using Microsoft.Playwright;
using Ringpost.BrowserTests.Seed;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Blocked numbers, and a campaign's doors, entered by hand.</summary>
public sealed class GuardPagesTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_number_is_blocked_found_and_unblocked_and_a_file_blocks_many(int width) =>
        console.VisitAsync(
            async page =>
            {
                var prefix = width == 390 ? "+1976" : "+1900";
                await page.OpenAsync("/console/blocked-numbers");
                await page.ClickButtonAsync("Block number");
                var dialog = page.OpenDialog();
                await dialog.EnterAsync("Number", "1900*");
                await dialog.ClickButtonAsync("Block");
                await Expect(dialog.GetByText("A beginning starts with its country code, as +1661*.")).ToBeVisibleAsync();
                await dialog.EnterAsync("Number", prefix + "*");
                await dialog.ChooseAsync("For how long", "7 days");
                await dialog.EnterAsync("Note", "premium rate");
                await dialog.ClickButtonAsync("Block");
                var row = page.Locator("tbody tr").Filter(new() { HasText = prefix + "*" });
                await Expect(row.GetByText("premium rate")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.GetByRole(AriaRole.Link, new() { Name = "Upload CSV" }).ClickAsync();
                await page.HeadingAsync("Block numbers by CSV");
                await page.GetByLabel("CSV file")
                    .SetInputFilesAsync(
                        new FilePayload
                        {
                            Name = "blocked.csv",
                            MimeType = "text/csv",
                            Buffer = System.Text.Encoding.UTF8.GetBytes($"Number,Note\n{prefix}*,premium\n{prefix}5550123,rude\n"),
                        }
                    );
                await Expect(page.GetByText("blocked.csv is read.")).ToBeVisibleAsync();
                await page.ClickButtonAsync("Preview");
                await Expect(page.GetByText("1 to add, 1 to change, 0 the same, 0 with errors.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Block 2 numbers");
                await page.OpenDialog().ClickButtonAsync("Block 2 numbers now");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Stored" })).ToBeVisibleAsync();

                await page.OpenAsync("/console/blocked-numbers?search=" + prefix[1..]);
                await Expect(page.GetByText("rude", new() { Exact = true })).ToBeVisibleAsync();
                await page.ClickButtonAsync($"Unblock {prefix}*");
                await page.OpenDialog().ClickButtonAsync($"Unblock {prefix}*");
                await Expect(row).ToHaveCountAsync(0);
                await Expect(page.GetByText("rude", new() { Exact = true })).ToBeVisibleAsync();
            },
            width
        );

    [Fact]
    public Task A_campaigns_doors_are_set_and_a_caller_is_blocked_from_a_row() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await page.OpenAsync("/console/campaigns");
                await page.ClickButtonAsync("Create Campaign");
                await page.OpenDialog().EnterAsync("Name", "Guarded");
                await page.OpenDialog().ChooseAsync("Country", "United States (US)");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Guarded");
                await page.TabAsync("Before routing");
                await Expect(page.Section("Spam filter").GetByLabel("Block repeats within")).ToHaveValueAsync("2");
                var duplicates = page.Section("Duplicates");
                await duplicates.ChooseAsync("Report duplicates on", "Call length");
                await duplicates.ClickButtonAsync("Save");
                await Expect(duplicates.GetByText("Seconds are needed for a call length.")).ToBeVisibleAsync();
                await duplicates.EnterAsync("Connected length", "30");
                await duplicates.ChooseAsync("Route duplicates", "To the target of the earlier call");
                await duplicates.ClickButtonAsync("Save");
                await Expect(duplicates.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                var stir = page.Section("STIR/SHAKEN of this campaign");
                await stir.ChooseAsync("Calls must have", "B or better");
                await stir.ClickButtonAsync("Save");
                await Expect(stir.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                var check = page.Section("Check before routing");
                await check.EnterAsync("URL", "https://[tag:InboundNumber:Number].example/");
                await check.ClickButtonAsync("Save");
                await Expect(check.GetByText("A token can't stand in the URL's host or port.")).ToBeVisibleAsync();
                // Nobody answers there; the call is let in.
                await check.EnterAsync("URL", "http://check.invalid/?c=[tag:InboundNumber:Number]");
                await check.ClickButtonAsync("Save");
                await Expect(check.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await page.TabAsync("General");
                await page.Section("Numbers").ClickButtonAsync("Add Number");
                await page.OpenDialog().EnterAsync("Number", "+12025550164");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Numbers").GetByText("+1 (202) 555-0164")).ToBeVisibleAsync();
                await page.ReloadAsync();
                await page.TabAsync("Before routing");
                await Expect(page.Section("Duplicates").GetByLabel("Connected length")).ToHaveValueAsync("30");
                await PageCheck.HoldsAsync(page);

                var calls = new CallsAndConversions(page, server);
                await calls.AddCarrierAsync("Carrier");
                await calls.CallAsync("+12025550164");
                await page.OpenAsync("/console/calls");
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Block caller \\+1") }).ClickAsync();
                var dialog = page.OpenDialog();
                await dialog.ChooseAsync("Where", "On all campaigns");
                await dialog.EnterAsync("Note", "asked to be");
                await dialog.ClickButtonAsync("Block");
                await Expect(page.GetByText("is blocked on all campaigns.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.Locator("tbody a").First.ClickAsync();
                await Expect(page.GetByText("The check before routing was asked")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Block caller" })).ToBeVisibleAsync();

                await page.OpenAsync("/console/blocked-numbers");
                await Expect(page.GetByText("asked to be")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "The call" }).ClickAsync();
                await Expect(page.GetByText("The check before routing was asked")).ToBeVisibleAsync();

                await page.OpenAsync("/console/settings/instance");
                var instance = page.Section("STIR/SHAKEN");
                await instance.ChooseAsync("Calls must have", "C or better");
                await instance.ClickButtonAsync("Save");
                await Expect(instance.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );
}

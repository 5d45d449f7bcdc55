using Microsoft.Playwright;
using Ringpost.BrowserTests.Seed;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>What calls pay and earn, set and changed by hand.</summary>
public sealed class MoneyPagesTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task Payouts_have_shares_windows_and_an_order_and_routes_several_lengths(int width) =>
        console.VisitAsync(
            async page =>
            {
                await CreateCampaignAsync(page, $"Money at {width}");
                await CreateTargetAsync(page, $"Money target at {width}");
                await OpenCampaignAsync(page, $"Money at {width}");
                await page.TabAsync("Payouts");
                var payouts = page.Section("Payouts");
                await payouts.ClickButtonAsync("Add Payout");
                var dialog = page.OpenDialog();
                await dialog.ChooseAsync("Payout On", "Converted call");
                await dialog.ChooseAsync("Payout", "Revenue share");
                await dialog.EnterAsync("Share of the revenue", "120");
                await dialog.EnterAsync("At least", "2");
                await dialog.EnterAsync("At most", "20.25");
                await dialog.ChooseAsync("Pay a caller again", "After a time");
                await dialog.EnterAsync("After", "30");
                await dialog.ClickButtonAsync("Add");
                await Expect(dialog.GetByText("A percentage of the call's revenue, above 0 and at most 100.")).ToBeVisibleAsync();
                await dialog.EnterAsync("Share of the revenue", "12.5");
                await dialog.ClickButtonAsync("Add");
                await Expect(payouts.GetByText("12.5 %, 2.00 to 20.25")).ToBeVisibleAsync();
                await Expect(payouts.GetByText("A caller again after 30 days")).ToBeVisibleAsync();

                await payouts.ClickButtonAsync("Add Payout");
                await dialog.ChooseAsync("Payout On", "Successful connection");
                await dialog.EnterAsync("Payout amount", "5");
                await dialog.ClickButtonAsync("Add");
                await Expect(payouts.Locator("tbody tr").First).ToContainTextAsync("Converted call");
                await payouts.ClickButtonAsync("Ask sooner: Successful connection");
                await Expect(payouts.Locator("tbody tr").First).ToContainTextAsync("Successful connection");

                await page.TabAsync("Routing");
                var routes = page.Section("Routes");
                await routes.ClickButtonAsync("Add Route");
                await dialog.ChooseAsync("Target", $"Money target at {width}");
                await dialog.EnterAsync("Call length", "60");
                await dialog.EnterAsync("Revenue", "10");
                await dialog.ClickButtonAsync("Add length");
                await dialog.EnterAsync("Further length 1", "120");
                await dialog.EnterAsync("Revenue from length 1", "25");
                await dialog.ChooseAsync("Convert a caller again", "Never");
                await dialog.ClickButtonAsync("Add");
                await Expect(routes.GetByText("Call length of 60 s from connect; 120 s earn 25.00; a caller once")).ToBeVisibleAsync();

                await page.TabAsync("General");
                var general = page.Section("General Info");
                await general.GetByLabel("One payout per caller over all publishers").CheckAsync();
                await general.ClickButtonAsync("Save");
                await Expect(general.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await page.ReloadAsync();
                await page.TabAsync("Payouts");
                await Expect(page.Section("Payouts").Locator("tbody tr").First).ToContainTextAsync("Successful connection");
                await page.TabAsync("General");
                await Expect(page.Section("General Info").GetByLabel("One payout per caller over all publishers")).ToBeCheckedAsync();
                await PageCheck.HoldsAsync(page);
            },
            width
        );

    [Fact]
    public Task A_webhook_is_made_and_a_call_is_adjusted_alone_in_bulk_and_on_request() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await CreateCampaignAsync(page, "Sold");
                await page.Section("Numbers").ClickButtonAsync("Add Number");
                await page.OpenDialog().EnterAsync("Number", "(202) 555-0165");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Numbers").GetByText("+1 (202) 555-0165")).ToBeVisibleAsync();
                var calls = new CallsAndConversions(page, server);
                await calls.AddCarrierAsync("Carrier");
                await calls.CallAsync("+12025550165");

                await page.MenuAsync("Integrations", "Conversion webhooks");
                await page.ClickButtonAsync("Create webhook");
                await page.OpenDialog().EnterAsync("Name", "Acme");
                await page.OpenDialog().EnterAsync("Secret", "short");
                await page.OpenDialog().ClickButtonAsync("Create");
                await Expect(page.OpenDialog().GetByText("16 to 200 characters.")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Secret", "0123456789abcdef");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Acme");
                await Expect(page.GetByText("&secret=SECRET")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/calls");
                await page.Locator("tbody a").First.ClickAsync();
                // The menu has another one, of the conversions.
                var tabs = page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of this card" });
                await tabs.GetByRole(AriaRole.Link, new() { Name = "Adjustments", Exact = true }).ClickAsync();
                var amounts = page.Section("Amounts");
                await amounts.ClickButtonAsync("Adjust");
                await page.OpenDialog().EnterAsync("Revenue", "20");
                await page.OpenDialog().EnterAsync("Payout", "8");
                await page.OpenDialog().EnterAsync("Reason", "Agreed by mail");
                await page.OpenDialog().ClickButtonAsync("Adjust");
                await Expect(amounts.GetByText("+20.00 → 20.00")).ToBeVisibleAsync();
                await amounts.ClickButtonAsync("Adjust");
                await page.OpenDialog().ChooseAsync("How", "Add to the amounts");
                await page.OpenDialog().EnterAsync("Revenue", "-21");
                await page.OpenDialog().EnterAsync("Reason", "Too much");
                await page.OpenDialog().ClickButtonAsync("Adjust");
                await Expect(page.OpenDialog().GetByText("the most that can be taken off is 20.00 USD")).ToBeVisibleAsync();
                await page.OpenDialog().ClickButtonAsync("Cancel");
                await amounts.ClickButtonAsync("Request adjustment");
                await page.OpenDialog().EnterAsync("Revenue", "15");
                await page.OpenDialog().EnterAsync("Reason", "Half a sale");
                await page.OpenDialog().ClickButtonAsync("Request");
                await Expect(amounts.GetByText("Half a sale")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.MenuAsync("Calls", "Adjustment requests");
                await page.ClickButtonAsync("Approve");
                await page.OpenDialog().EnterAsync("Note", "Fine");
                await page.OpenDialog().ClickButtonAsync("Approve");
                await Expect(page.GetByText("No request waits")).ToBeVisibleAsync();

                await page.OpenAsync("/console/calls");
                await page.ClickButtonAsync("Adjust these calls");
                await page.HeadingAsync("Adjust calls");
                var change = page.Section("Change");
                await change.ChooseAsync("How", "Take off (void)");
                await change.EnterAsync("Reason", "Fraud");
                await change.ClickButtonAsync("Preview");
                await Expect(page.GetByText("1 call would change, 0 would not. Nothing is stored yet.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Adjust 1 call");
                await Expect(page.GetByText("1 call adjusted, 0 not changed.")).ToBeVisibleAsync();
            }
        );

    private static async Task CreateCampaignAsync(IPage page, string name)
    {
        await page.OpenAsync("/console/campaigns");
        await page.ClickButtonAsync("Create Campaign");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Country", "United States (US)");
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }

    private static async Task OpenCampaignAsync(IPage page, string name)
    {
        await page.OpenAsync("/console/campaigns");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.HeadingAsync(name);
    }

    private static async Task CreateTargetAsync(IPage page, string name)
    {
        await page.OpenAsync("/console/targets");
        await page.ClickButtonAsync("Create Target");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().EnterAsync("Destination", "+12025550190");
        await page.OpenDialog().ClickButtonAsync("Create");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
    }
}

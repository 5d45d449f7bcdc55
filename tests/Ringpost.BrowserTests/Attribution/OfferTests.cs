using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

public sealed class OfferTests(ConsoleFixture console)
{
    [Fact]
    public Task An_event_is_priced_and_switched_off_on_an_offer() =>
        console.VisitFreshAsync(
            async (page, _) =>
            {
                await page.MakeAdvertiserAsync("Acme");
                await page.MakeEventAsync("Payable call", "Macro (conversion)", "PayableCall");
                await page.MakeOfferAsync("Home insurance", "Acme (1)", "10", "20");

                await page.OpenAsync("/console/attribution/offers/1?tab=events");
                await page.ClickButtonAsync("Change Payable call on this offer");
                await page.OpenDialog().EnterAsync("Payout", "12.5");
                await page.OpenDialog().EnterAsync("Received", "-1");
                await page.OpenDialog().ClickButtonAsync("Save");
                await Expect(page.OpenDialog().GetByText("An amount is 0 or more.")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Received", "25");
                await page.OpenDialog().ClickButtonAsync("Save");
                var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Payable call" });
                await Expect(row).ToContainTextAsync("payout 12.50, received 25.00");

                await page.ClickButtonAsync("Change Payable call on this offer");
                await page.OpenDialog().ChooseAsync("Active", "Off");
                await page.OpenDialog().ClickButtonAsync("Save");
                await Expect(row).ToContainTextAsync("off, payout 12.50, received 25.00");
                await PageCheck.HoldsAsync(page);
            }
        );

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task Every_card_of_the_side_fits_and_can_be_read(int width) =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.StoreEventAsync("Payable call", "PayableCall");
                await page.SetViewportSizeAsync(width, 844);
                string[] cards =
                [
                    "advertisers/1",
                    "advertisers/1?tab=events",
                    "advertisers/1/events/2",
                    "offers/1",
                    "offers/1?tab=contracts",
                    "offers/1?tab=events",
                    "offers/1?tab=clicks",
                    "offers/1?tab=creatives",
                    "offers/1?tab=caps",
                    "offers/1?tab=clickless",
                    "offers/1?tab=attribution",
                    "offers/1?tab=pixels",
                    "affiliates/1",
                    "affiliates/1?tab=pixels",
                    "campaigns/1",
                    "campaigns/1?tab=links",
                    "campaigns/1?tab=events",
                    "campaigns/1?tab=caps",
                    "campaigns/1?tab=pixels",
                    "pending-pixels",
                    "campaigns/1?tab=history",
                    "offers/1?tab=history",
                ];
                foreach (var card in cards)
                {
                    await page.OpenAsync($"/console/attribution/{card}");
                    await Assertions.Expect(page.Locator("[aria-busy=true], .rp-skeleton")).ToHaveCountAsync(0);
                    Assert.NotEqual("Not here", await page.InnerTextAsync("h1"));
                    await PageCheck.HoldsAsync(page);
                }
            }
        );

    [Fact]
    public Task An_affiliate_is_made_with_the_keyboard_alone() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/attribution/affiliates");
            await page.FocusAtTitleAsync("Affiliates");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create Affiliate", Exact = true }).First.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.OpenDialog().GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.OpenDialog().GetByText("A name is needed.")).ToBeVisibleAsync();
            await Expect(page.OpenDialog().GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("Keyboard Media");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync("ftp://keyboard.example");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.OpenDialog().GetByText("A postback URL begins with http:// or https://.")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync("https://keyboard.example/pb?t=#tid#");
            await page.Keyboard.PressAsync("Enter");
            await page.HeadingAsync("Keyboard Media");
        });
}

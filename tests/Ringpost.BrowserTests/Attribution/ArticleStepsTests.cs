using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>The receiving half of the integration article, clicked as a person does, in its own words.</summary>
public sealed class ArticleStepsTests(ConsoleFixture console)
{
    [Fact]
    public Task An_event_is_given_its_third_party_name_from_the_advertiser_card() =>
        console.VisitAsync(async page =>
        {
            await page.MakeAdvertiserAsync("Third Party Mutual");
            await page.MakeEventAsync("Payable call", "Macro (conversion)", null);

            // Open the Advertiser Card, click the Events tab, click the name of the event, add a third party name, click Save.
            await page.MenuFromAnywhereAsync("Advertisers");
            await page.GetByRole(AriaRole.Link, new() { Name = "Third Party Mutual", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Payable call", Exact = true }).ClickAsync();
            await page.Section("Event").EnterAsync("Third Party Name", "PayableCall");
            await page.Section("Event").ClickButtonAsync("Save");
            await Expect(page.Section("Event").GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
            await page.ReloadAsync();
            await Expect(page.Section("Event").GetByLabel("Third Party Name")).ToHaveValueAsync("PayableCall");

            // The same name for another event of the advertiser is refused at the field, and says who has it.
            await page.GetByRole(AriaRole.Link, new() { Name = "← Events" }).ClickAsync();
            await page.MakeEventAsync("Incoming call", "Micro", null);
            await page.Section("Event").EnterAsync("Third Party Name", "PayableCall");
            await page.Section("Event").ClickButtonAsync("Save");
            await Expect(page.GetByText("“PayableCall” is already the third-party name of this advertiser's event “Payable call”."))
                .ToBeVisibleAsync();
            await Expect(page.Section("Event").GetByLabel("Third Party Name")).ToHaveAttributeAsync("aria-invalid", "true");
            await PageCheck.HoldsAsync(page);
        });

    [Fact]
    public Task The_clickless_postback_is_switched_on_generated_and_copied() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await page.MakeAdvertiserAsync("Acme");
                await page.MakeEventAsync("Incoming call", "Micro", "IncomingCall");
                await page.MakeOfferAsync("Home insurance", "Acme (1)", "10", "20");
                await page.MakeAffiliateAsync("Publisher One");
                await page.MakeCampaignAsync("Home insurance (1)", "Publisher One (1)");
                await Expect(page.GetByText("Original", new() { Exact = true })).ToBeVisibleAsync();

                await page.OpenAsync("/console/attribution/offers/1?tab=clickless");
                await Expect(page.GetByText("Clickless postbacks are switched off")).ToBeVisibleAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Switch them on" }).ClickAsync();
                await page.HeadingAsync("Clickless postback");
                await page.Section("Switch").GetByLabel("Clickless Postback").CheckAsync();
                await page.Section("Switch").ClickButtonAsync("Save");
                await Expect(page.Section("Switch").GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                await page.Section("Offer").ChooseAsync("Offer", "Home insurance (1)");
                await Expect(page.Section("Ringba").Locator("code"))
                    .ToContainTextAsync(
                        "/m.ashx?o=[tag:Campaign:TrackingId]&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]&k="
                    );
                await page.ChooseAsync("Event", "Incoming call (2)");
                await Expect(page.Section("Ringpost").Locator("code"))
                    .ToContainTextAsync(
                        $"{server.Url.GetLeftPart(UriPartial.Authority)}/m.ashx?o=[tag:Campaign:TrackingId]&en=IncomingCall&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&dt=[Call:EventTime]&c=USD&k="
                    );
                await Expect(page.Section("Ringba").GetByRole(AriaRole.Button, new() { Name = "Copy Ringba URL" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );
}

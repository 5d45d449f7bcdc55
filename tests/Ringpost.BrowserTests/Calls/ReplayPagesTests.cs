using Microsoft.Playwright;
using Ringpost.BrowserTests.Seed;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>A pixel that is sent for past calls, a log that is replayed, and the receivers.</summary>
public sealed class ReplayPagesTests(ConsoleFixture console)
{
    [Fact]
    public Task A_new_pixel_is_sent_for_a_past_call_and_what_was_refused_is_replayed() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await CallSideTests.CreateCampaignAsync(page, "Earlier");
                await page.Section("Numbers").ClickButtonAsync("Add Number");
                var dialog = page.OpenDialog();
                await dialog.EnterAsync("Number", "+12025550168");
                await dialog.ClickButtonAsync("Add");
                await Expect(page.Section("Numbers").GetByText("+1 (202) 555-0168")).ToBeVisibleAsync();
                var campaign = page.Url;
                var calls = new CallsAndConversions(page, server);
                await calls.AddCarrierAsync("Carrier");
                await calls.CallAsync("+12025550168");
                await page.OpenAsync("/console/calls");
                var call = (await page.Locator("tbody tr a").First.GetAttributeAsync("href"))!.Split('/')[^1];
                await TryOnAsync(page, server.Url.GetLeftPart(UriPartial.Authority), call);
                await page.OpenAsync($"/console/calls/{call}/trace");
                await Expect(page.GetByText("The carrier told: a call arrives")).ToBeVisibleAsync();
                // What can be done stands beside the reason, and each line has an address.
                await Expect(page.Section("Why it was, or was not, paid").GetByRole(AriaRole.Link).First)
                    .ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^/console/campaigns/CA"));
                var line = page.GetByRole(AriaRole.Link, new() { Name = "Link to this line: The carrier told: a call arrives" });
                await page.GotoAsync((await line.GetAttributeAsync("href"))!);
                await Expect(page.Locator("li:focus")).ToContainTextAsync("a call arrives");
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/pixels");
                await page.ClickButtonAsync("Create Pixel");
                await dialog.EnterAsync("Name", "Late");
                await dialog.ChooseAsync("Fire Pixel On", "Incoming");
                await dialog.EnterAsync("URL", $"{server.Url}/no-such-page?t=[Call:InboundCallId]");
                await dialog.ClickButtonAsync("Save");
                await page.HeadingAsync("Late");
                var pixel = page.Url;
                await page.ClickButtonAsync("Send for past calls");
                await dialog.EnterAsync("Calls from", "2020-01-01");
                await dialog.ClickButtonAsync("Preview");
                await Expect(dialog.GetByText("The pixel is paused, or no campaign has it. Attach it first.")).ToBeVisibleAsync();

                await page.GotoAsync(campaign);
                await page.HeadingAsync("Earlier");
                await page.TabAsync("Tracking Pixels");
                await page.Section("Tracking Pixels").ClickButtonAsync("Add Pixel");
                await dialog.ChooseAsync("Pixel", "Late");
                await dialog.ClickButtonAsync("Add");
                await Expect(page.Section("Tracking Pixels").GetByRole(AriaRole.Link, new() { Name = "Late" })).ToBeVisibleAsync();
                await page.GotoAsync(pixel);
                await page.HeadingAsync("Late");
                await page.ClickButtonAsync("Send for past calls");
                await dialog.EnterAsync("Calls from", "2020-01-01");
                await dialog.ClickButtonAsync("Preview");
                await Expect(dialog.GetByText("This is what it would do.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await dialog.ClickButtonAsync("Send for 1 call");
                await Expect(dialog.GetByText("Done.")).ToBeVisibleAsync();
                await dialog.ClickButtonAsync("Close");

                await page.OpenAsync("/console/deliveries?state=Rejected");
                for (var tries = 0; tries < 40 && await page.Locator("tbody tr").CountAsync() == 0; tries++)
                    await page.ReloadAsync();
                await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
                await PageCheck.HoldsAsync(page);
                await page.GetByRole(AriaRole.Checkbox).CheckAsync();
                await page.ClickButtonAsync("Replay: 1 selected");
                await Expect(dialog.GetByText("1 delivery to 1 host, as they were")).ToBeVisibleAsync();
                await dialog.ClickButtonAsync("Cancel");
                await page.ClickButtonAsync("Replay all of this list");
                await dialog.ClickButtonAsync("Replay 1 delivery");
                await Expect(dialog.GetByText("1 delivery queued.")).ToBeVisibleAsync();
                await dialog.ClickButtonAsync("Close");

                await page.OpenAsync("/console/receivers");
                await page.ClickButtonAsync("Limit a host");
                await dialog.EnterAsync("Host", "tracker.example.com");
                await dialog.EnterAsync("Requests per second", "0");
                await dialog.ClickButtonAsync("Save");
                await Expect(dialog.GetByText("A whole number from 1 to 1000.")).ToBeVisibleAsync();
                await dialog.EnterAsync("Requests per second", "8");
                await dialog.ClickButtonAsync("Save");
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "tracker.example.com" })).ToContainTextAsync("8");
                await Expect(page.GetByText("then after 5 s, then after 30 s, then after 5 min")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    /// <summary>A pixel for our own tracker, on a sample and on a call: the tracker knows neither the event nor the offer.</summary>
    private static async Task TryOnAsync(IPage page, string server, string call)
    {
        await page.OpenAsync("/console/pixels");
        await page.ClickButtonAsync("Create Pixel");
        var dialog = page.OpenDialog();
        await dialog.ChooseAsync("Fire Pixel On", "Incoming");
        await dialog.EnterAsync(
            "URL",
            $"{server}/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&en=Gone"
        );
        await dialog.UnfoldAsync("Dry run");
        await dialog.ClickButtonAsync("Dry run");
        await Expect(dialog.GetByText("Our tracker has no event with the third-party name Gone.")).ToBeVisibleAsync();
        await dialog.GetByLabel("On the call").FillAsync(call);
        await dialog.ClickButtonAsync("Dry run");
        await Expect(dialog.GetByText("Would be sent", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(dialog.GetByText($"t={call}&en=Gone")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("A number of this campaign has no publisher. Choose one at the number.")).ToBeVisibleAsync();
        await PageCheck.HoldsAsync(page);
        await dialog.ClickButtonAsync("Cancel");
    }
}

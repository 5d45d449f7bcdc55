using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.SetUpGuide;

/// <summary>From an empty instance to the first conversion by nothing but what the guide says.</summary>
public sealed partial class SetUpGuideTests(ConsoleFixture console)
{
    private const string Token = "the carrier's token";

    [Fact]
    public Task The_guide_leads_from_nothing_to_a_test_call_that_became_a_conversion() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await page.OpenAsync("/console");
                await page.Section("Set-up guide").GetByRole(AriaRole.Link, new() { Name = "Go on with the guide" }).ClickAsync();
                await page.HeadingAsync("Set-up guide");

                await BeginAsync(page, "Create Advertiser");
                await page.OpenDialog().EnterAsync("Name", "Acme");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Acme");

                await BeginAsync(page, "Create Offer");
                await page.OpenDialog().EnterAsync("Name", "Roofs");
                await page.OpenDialog().ChooseAsync("Advertiser", "Acme");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Roofs");

                await BeginAsync(page, "Create Affiliate");
                await page.OpenDialog().EnterAsync("Name", "Bright Media");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Bright Media");

                await BeginAsync(page, "Create Campaign");
                await page.OpenDialog().ChooseAsync("Offer", "Roofs");
                await page.OpenDialog().ChooseAsync("Affiliate", "Bright Media");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.GetByRole(AriaRole.Link, new() { Name = "← Campaigns" }).WaitForAsync();

                await BeginAsync(page, "Switch it on");
                await page.Section("Switch").GetByLabel("Clickless Postback").CheckAsync();
                await SaveAsync(page, "Switch");

                await BeginAsync(page, "Create Campaign of calls");
                await page.OpenDialog().EnterAsync("Name", "Roof calls");
                await page.OpenDialog().ChooseAsync("Country", "United States (US)");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync("Roof calls");
                // What was forgotten is said with what to enter.
                await BackAsync(page);
                var trackingId = await CopiedAsync(page, "Tracking ID");
                await Expect(page.GetByText($"Roof calls has no Tracking ID. Enter {trackingId} under General Info.")).ToBeVisibleAsync();
                await OpenCampaignAsync(page);
                await page.Section("General Info").EnterAsync("Tracking ID", trackingId);
                await SaveAsync(page, "General Info");

                await BackAsync(page);
                var subId = await CopiedAsync(page, "Sub ID");
                await BeginAsync(page, "Add Publisher");
                await page.OpenDialog().EnterAsync("Name", "Bright Media");
                await page.OpenDialog().EnterAsync("Sub ID", subId);
                await DoneAsync(page, "Add");

                await BeginAsync(page, "Add Buyer");
                await page.OpenDialog().EnterAsync("Name", "Acme");
                await DoneAsync(page, "Add");

                await BeginAsync(page, "Create Target");
                await page.OpenDialog().EnterAsync("Name", "Acme desk");
                await page.OpenDialog().ChooseAsync("Buyer", "Acme");
                await page.OpenDialog().EnterAsync("Destination", "+12025550190");
                await DoneAsync(page, "Create");

                await BackAsync(page);
                await OpenCampaignAsync(page);
                await page.Section("Routes").ClickButtonAsync("Add Route");
                await page.OpenDialog().ChooseAsync("Target", "Acme desk");
                await page.OpenDialog().ChooseAsync("Convert On", "Call length");
                await page.OpenDialog().EnterAsync("Call length", "60");
                await page.OpenDialog().EnterAsync("Revenue", "25");
                await DoneAsync(page, "Add");

                await BackAsync(page);
                await OpenCampaignAsync(page);
                await page.Section("Payouts").ClickButtonAsync("Add Payout");
                await page.OpenDialog().ChooseAsync("Payout On", "Call length");
                await page.OpenDialog().EnterAsync("Call length", "60");
                await page.OpenDialog().EnterAsync("Payout amount", "15");
                await DoneAsync(page, "Add");

                await BeginAsync(page, "Add Carrier");
                await page.OpenDialog().EnterAsync("Name", "Simulator");
                await page.OpenDialog().ChooseAsync("Kind", "Simulator");
                await page.OpenDialog().EnterAsync("Auth token", Token);
                await page.OpenDialog().ClickButtonAsync("Add");
                await page.HeadingAsync("Simulator");

                await BeginAsync(page, "Add Number");
                await page.OpenDialog().EnterAsync("Number", "+1 202 555 0181");
                await page.OpenDialog().ChooseAsync("Campaign", "Roof calls");
                await page.OpenDialog().ChooseAsync("Publisher", "Bright Media");
                await DoneAsync(page, "Add");

                await BackAsync(page);
                var url = await CopiedAsync(page, "URL");
                await BeginAsync(page, "Create Pixel");
                await page.OpenDialog().EnterAsync("Name", "To tracker");
                await page.OpenDialog().ChooseAsync("Fire Pixel On", "Payout");
                await page.OpenDialog().EnterAsync("URL", url);
                await page.OpenDialog().ClickButtonAsync("Save");
                await page.HeadingAsync("To tracker");
                await BackAsync(page);
                await OpenCampaignAsync(page);
                await page.Section("Tracking Pixels").ClickButtonAsync("Add Pixel");
                await page.OpenDialog().ChooseAsync("Pixel", "To tracker");
                await DoneAsync(page, "Add");

                await BackAsync(page);
                await Expect(page.GetByText("Next: First test call.")).ToBeVisibleAsync();
                var command = await CopiedAsync(page, "Command on this machine, with the auth token of Simulator");
                await server.CommandAsync([.. command.Split(' ').Skip(1).Select(a => a == "AUTH-TOKEN" ? Token : a)]);

                // The page looks again by itself.
                await Expect(page.GetByText("A test call has travelled all the way. The set-up works.")).ToBeVisibleAsync();
                var travelled = page.Section("How the call travelled");
                await Expect(travelled).ToContainTextAsync("Our tracker got a postback");
                await Expect(travelled).ToContainTextAsync("of Roofs for Bright Media");
                await PageCheck.HoldsAsync(page);
                await page.OpenAsync("/console");
                await Expect(page.Section("Set-up guide")).ToHaveCountAsync(0);
            }
        );

    [Fact]
    public Task Each_variant_has_its_own_steps_and_a_guide_that_was_put_away_stays_under_Settings() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var advertiser = (long)(await server.Api.PostAsync("advertisers", new { name = "Acme" }))["id"]!;
                var offer = (long)(await server.Api.PostAsync("offers", new { name = "Roofs <b>", advertiserId = advertiser }))["id"]!;
                var affiliate = (long)(await server.Api.PostAsync("affiliates", new { name = "Bright Media" }))["id"]!;
                await server.Api.PostAsync("offer-campaigns", new { offerId = offer, affiliateId = affiliate });

                await page.OpenAsync("/console/setup-guide");
                await ChooseAsync(page, "real CAKE");
                await Expect(page.Section("The tracker: CAKE")).ToContainTextAsync("which CAKE's support enables");
                await ChooseAsync(page, "real Ringba");
                await Expect(page.Section("The calls: Ringba")).ToContainTextAsync("In Ringba: Publishers, Add Publisher.");
                await Expect(page.Section("Between them")).ToContainTextAsync("Ringba sends pixels from three addresses");
                await ChooseAsync(page, "advertiser has the Ringba");
                await Expect(page.Section("The calls: the advertiser's Ringba"))
                    .ToContainTextAsync("In the advertiser's Ringba you are a publisher.");

                await page.ClickButtonAsync("Put the guide away");
                await page.OpenAsync("/console");
                await Expect(page.GetByText("Since midnight")).ToBeVisibleAsync();
                await Expect(page.Section("Set-up guide")).ToHaveCountAsync(0);
                await page.MenuAsync("Settings", "Set-up guide");
                await Expect(page.Section("The calls: the advertiser's Ringba")).ToBeVisibleAsync();
                await page.ClickButtonAsync("Show it on Home");
                await page.OpenAsync("/console");
                await Expect(page.Section("Set-up guide")).ToBeVisibleAsync();
            }
        );

    private static async Task ChooseAsync(IPage page, string variant)
    {
        await page.Section("Your systems").ChooseAsync("Which are yours?", variant);
        await Expect(page).ToHaveURLAsync(VariantInAddress());
        await Expect(page.Section("Your systems").Locator("option:checked")).ToContainTextAsync(variant);
        await PageCheck.HoldsAsync(page);
    }

    private static async Task BackAsync(IPage page)
    {
        if (new Uri(page.Url).AbsolutePath == "/console/setup-guide")
            return;
        await page.GetByRole(AriaRole.Link, new() { NameRegex = LinkToGuide() }).ClickAsync();
        await page.HeadingAsync("Set-up guide");
    }

    /// <summary>Back on the guide, its button.</summary>
    private static async Task BeginAsync(IPage page, string task)
    {
        await BackAsync(page);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = task, Exact = true }).First.ClickAsync();
    }

    private static async Task OpenCampaignAsync(IPage page)
    {
        await BeginAsync(page, "Open the campaign");
        await page.HeadingAsync("Roof calls");
    }

    private static async Task DoneAsync(IPage page, string button)
    {
        await page.OpenDialog().ClickButtonAsync(button);
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task SaveAsync(IPage page, string section)
    {
        await page.Section(section).ClickButtonAsync("Save");
        await Expect(page.Section(section).GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>What stands beside a field's name to be copied.</summary>
    private static Task<string> CopiedAsync(IPage page, string field) =>
        page.Locator("dt", new() { HasTextRegex = new Regex($"^{Regex.Escape(field)}$") })
            .Locator("xpath=following-sibling::dd[1]//code")
            .InnerTextAsync();

    [GeneratedRegex("^Set-up [0-9]+ of [0-9]+ steps stand$")]
    private static partial Regex LinkToGuide();

    [GeneratedRegex(@"\?variant=")]
    private static partial Regex VariantInAddress();
}

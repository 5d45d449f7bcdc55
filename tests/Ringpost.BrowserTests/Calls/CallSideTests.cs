using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>The article's steps in Ringba, by hand, and what a person meets beside them.</summary>
public sealed class CallSideTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_campaign_gets_its_tracking_id_number_route_payout_and_pixel(int width) =>
        console.VisitAsync(
            async page =>
            {
                var name = $"Campaign at {width}";
                await CreateCampaignAsync(page, name);
                var general = page.Section("General Info");
                await general.EnterAsync("Tracking ID", "12");
                await general.ClickButtonAsync("Save");
                await Expect(general.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                var publisher = $"Publisher at {width}";
                await page.OpenAsync("/console/publishers");
                await page.ClickButtonAsync("Add Publisher");
                await page.OpenDialog().EnterAsync("Name", publisher);
                await page.OpenDialog().EnterAsync("Sub ID", "34");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = publisher })).ToBeVisibleAsync();
                await CreateTargetAsync(page, $"Target at {width}");
                await CreatePixelAsync(page, $"Pixel at {width}", "https://tracker.example/p.ashx?t=[Call:InboundCallId]");

                await OpenCampaignAsync(page, name);
                await page.Section("Numbers").ClickButtonAsync("Add Number");
                await page.OpenDialog().EnterAsync("Number", width == 390 ? "(202) 555-0139" : "(202) 555-0112");
                await page.OpenDialog().ChooseAsync("Publisher", publisher);
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Numbers").GetByText(publisher)).ToBeVisibleAsync();

                await page.TabAsync("Routing");
                await page.Section("Routes").ClickButtonAsync("Add Route");
                await page.OpenDialog().ChooseAsync("Target", $"Target at {width}");
                await page.OpenDialog().EnterAsync("Call length", "60");
                await page.OpenDialog().EnterAsync("Revenue", "25.5");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Routes").GetByText("Call length of 60 s from connect")).ToBeVisibleAsync();

                await page.TabAsync("Payouts");
                await page.Section("Payouts").ClickButtonAsync("Add Payout");
                await page.OpenDialog().EnterAsync("Call length", "60");
                await page.OpenDialog().EnterAsync("Payout amount", "18");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Payouts").GetByText("18.00")).ToBeVisibleAsync();

                await page.TabAsync("Tracking Pixels");
                await page.Section("Tracking Pixels").ClickButtonAsync("Add Pixel");
                await page.OpenDialog().ChooseAsync("Pixel", $"Pixel at {width} (Payout)");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.Section("Tracking Pixels").GetByRole(AriaRole.Link, new() { Name = $"Pixel at {width}" }))
                    .ToBeVisibleAsync();

                await page.TabAsync("General");
                await page.ReloadAsync();
                await page.HeadingAsync(name);
                await Expect(page.Section("General Info").GetByLabel("Tracking ID")).ToHaveValueAsync("12");
                await PageCheck.HoldsAsync(page);
                foreach (var path in new[] { "publishers", "numbers", "targets", "pixels" })
                {
                    await page.OpenAsync("/console/" + path);
                    await page.Locator("tbody a").First.ClickAsync();
                    await page.GetByRole(AriaRole.Heading, new() { Name = "About" }).WaitForAsync();
                    await PageCheck.HoldsAsync(page);
                }
            },
            width
        );

    [Fact]
    public Task A_pixels_event_is_explained_and_a_token_is_inserted_where_the_caret_stands() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/integrations");
            await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Pixels" }).ClickAsync();
            await page.HeadingAsync("Pixels");
            await page.ClickButtonAsync("Create Pixel");
            var dialog = page.OpenDialog();
            await dialog.EnterAsync("Name", "Picked");
            await dialog.ChooseAsync("Fire Pixel On", "Incoming");
            await Expect(dialog.GetByText("gauge total call volume").First).ToBeVisibleAsync();
            await dialog.EnterAsync("URL", "https://tracker.example/p.ashx?p=");
            await dialog.GetByLabel("Insert token").FillAsync("ConversionPayout");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "[Call:ConversionPayout]" }).ClickAsync();
            await Expect(dialog.GetByLabel("URL", new() { Exact = true }))
                .ToHaveValueAsync("https://tracker.example/p.ashx?p=[Call:ConversionPayout]");
            await dialog.ClickButtonAsync("Save");

            await page.HeadingAsync("Picked");
            await Expect(page.GetByText("[Call:ConversionPayout] is not known yet at Incoming")).ToBeVisibleAsync();
            await Expect(page.GetByText("The URL carries no transaction id.")).ToBeVisibleAsync();
        });

    [Fact]
    public Task What_is_wrong_with_a_pixel_stands_at_its_fields() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/pixels");
            await page.ClickButtonAsync("Create Pixel");
            var dialog = page.OpenDialog();
            await dialog.EnterAsync("URL", "https://[Call:InboundCallId].example/");
            await dialog.UnfoldAsync("Headers");
            await dialog.EnterAsync("Headers", "Host: x");
            await dialog.ClickButtonAsync("Save");
            await Expect(dialog.GetByText("A name is needed.")).ToBeVisibleAsync();
            await Expect(dialog.GetByText("A token can't stand in the URL's host or port.")).ToBeVisibleAsync();
            await Expect(dialog.GetByText("Host is set by Ringpost itself.")).ToBeVisibleAsync();
            await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        });

    [Fact]
    public Task A_number_that_is_taken_names_its_campaign_and_a_campaign_in_use_is_not_archived() =>
        console.VisitAsync(async page =>
        {
            await CreateCampaignAsync(page, "Taken");
            for (var i = 0; i < 2; i++)
            {
                await page.Section("Numbers").ClickButtonAsync("Add Number");
                await page.OpenDialog().EnterAsync("Number", "+1 202 555 0177");
                await page.OpenDialog().ClickButtonAsync("Add");
                if (i == 0)
                    await Expect(page.Section("Numbers").GetByText("+1 (202) 555-0177")).ToBeVisibleAsync();
            }

            await Expect(page.OpenDialog().GetByText("+12025550177 already belongs to the campaign “Taken”.")).ToBeVisibleAsync();
            await page.OpenDialog().ClickButtonAsync("Cancel");
            await page.ClickButtonAsync("Archive campaign");
            await page.OpenDialog().ClickButtonAsync("Archive campaign");
            await Expect(page.GetByText("The campaign has 1 number. Move or archive it first.")).ToBeVisibleAsync();
            await page.ClickButtonAsync("Pause");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        });

    internal static async Task CreateCampaignAsync(IPage page, string name)
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
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
    }

    private static async Task CreatePixelAsync(IPage page, string name, string url)
    {
        await page.OpenAsync("/console/pixels");
        await page.ClickButtonAsync("Create Pixel");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Fire Pixel On", "Payout");
        await page.OpenDialog().EnterAsync("URL", url);
        await page.OpenDialog().ClickButtonAsync("Save");
        await page.HeadingAsync(name);
    }
}

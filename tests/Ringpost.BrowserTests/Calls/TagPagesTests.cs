using Microsoft.Playwright;
using Ringpost.BrowserTests.Seed;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Tags of numbers, declared URL parameters and annotations, entered by hand.</summary>
public sealed class TagPagesTests(ConsoleFixture console)
{
    [Fact]
    public Task A_parameter_is_declared_changed_and_forgotten_and_pixels_offer_its_token() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console");
            await page.MenuAsync("Calls", "URL parameters");
            await page.ClickButtonAsync("Declare parameter");
            var dialog = page.OpenDialog();
            await dialog.EnterAsync("Reporting menu name", "Campaign");
            await dialog.ClickButtonAsync("Declare");
            await Expect(dialog.GetByText("A name is needed.").First).ToBeVisibleAsync();
            await Expect(dialog.GetByText("Campaign is filled by the calls themselves.")).ToBeVisibleAsync();
            await dialog.EnterAsync("Parameter", "plz");
            await dialog.EnterAsync("Reporting menu name", "User");
            await dialog.EnterAsync("Report name", "postal code");
            await dialog.ClickButtonAsync("Declare");
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "plz" });
            await Expect(row.GetByText("[tag:User:postal code]")).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);

            await page.OpenAsync("/console/pixels");
            await page.ClickButtonAsync("Create Pixel");
            await page.OpenDialog().GetByLabel("Insert token").FillAsync("postal");
            await page.OpenDialog().GetByRole(AriaRole.Button, new() { Name = "[tag:User:postal code]" }).ClickAsync();
            await Expect(page.OpenDialog().GetByLabel("URL", new() { Exact = true })).ToHaveValueAsync("[tag:User:postal code]");

            await page.OpenAsync("/console/url-parameters");
            await row.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
            await page.OpenDialog().EnterAsync("Report name", "zipcode");
            await page.OpenDialog().ClickButtonAsync("Save");
            await Expect(row.GetByText("[tag:User:zipcode]")).ToBeVisibleAsync();
            await row.GetByRole(AriaRole.Button, new() { Name = "Forget plz" }).ClickAsync();
            await page.OpenDialog().ClickButtonAsync("Forget plz");
            await Expect(row).ToHaveCountAsync(0);
        });

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task A_number_gets_tags_and_a_secret(int width) =>
        console.VisitAsync(
            async page =>
            {
                await AddNumberAsync(page, $"Tagged at {width}", width == 390 ? "(202) 555-0161" : "(202) 555-0162");
                await page.TabAsync("Tags");
                var tags = page.Section("Tags");
                await tags.ClickButtonAsync("Add tag");
                await tags.EnterAsync("Name", "Number");
                await tags.EnterAsync("Value", "radio");
                await tags.ClickButtonAsync("Save");
                await Expect(tags.GetByText("DialedNumber:Number is filled by the calls themselves. Choose another name."))
                    .ToBeVisibleAsync();
                await tags.EnterAsync("Name", "source");
                await tags.ClickButtonAsync("Save");
                await Expect(tags.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

                await page.TabAsync("Data Enrichment");
                var enrichment = page.Section("Data Enrichment");
                await enrichment.EnterAsync("Secret", "short");
                await enrichment.ClickButtonAsync("Ask for this secret");
                await Expect(enrichment.GetByText("8 to 200 characters.")).ToBeVisibleAsync();
                await enrichment.EnterAsync("Secret", "open sesame");
                await enrichment.ClickButtonAsync("Ask for this secret");
                await Expect(enrichment.GetByText("A secret is asked for")).ToBeVisibleAsync();
                await page.ReloadAsync();
                await page.TabAsync("Tags");
                await Expect(page.Section("Tags").GetByLabel("Value", new() { Exact = true })).ToHaveValueAsync("radio");
                await page.TabAsync("Data Enrichment");
                await Expect(page.Section("Data Enrichment").GetByLabel("Secret")).ToHaveValueAsync("");
                await PageCheck.HoldsAsync(page);
            },
            width
        );

    [Fact]
    public Task A_button_that_moves_while_it_is_pressed_is_pressed_all_the_same() =>
        console.VisitAsync(
            async page =>
            {
                await AddNumberAsync(page, "Moving", "(202) 555-0164");
                await page.TabAsync("Tags");
                var tags = page.Section("Tags");
                await tags.ClickButtonAsync("Add tag");
                await tags.EnterAsync("Name", "Number");
                await tags.EnterAsync("Value", "radio");
                await tags.ClickButtonAsync("Save");
                var error = tags.GetByText("DialedNumber:Number is filled by the calls themselves. Choose another name.");
                await Expect(error).ToBeVisibleAsync();
                await tags.EnterAsync("Name", "source");
                var save = tags.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });
                await save.HoverAsync();
                var before = (await save.BoundingBoxAsync())!;
                await page.Mouse.DownAsync();
                // The field is left, its name is another, and the error of the old one gives its place back.
                await Expect(error).ToBeHiddenAsync();
                var after = (await save.BoundingBoxAsync())!;
                Assert.True(before.Y - after.Y > after.Height, $"The button moved from {before.Y} to {after.Y} only.");
                await page.Mouse.UpAsync();
                await Expect(tags.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
            },
            390
        );

    [Fact]
    public Task A_call_is_annotated_on_its_page_and_counted_by_the_annotation() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await AddNumberAsync(page, "Annotated", "(202) 555-0163");
                var calls = new CallsAndConversions(page, server);
                await calls.AddCarrierAsync("Carrier");
                await calls.CallAsync("+12025550163");
                await page.OpenAsync("/console/calls");
                await page.Locator("tbody a").First.ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Tags", Exact = true }).ClickAsync();
                var annotations = page.Section("Annotations");
                await annotations.ClickButtonAsync("Add tag");
                await annotations.EnterAsync("Name", "disposition");
                await annotations.EnterAsync("Value", "sold");
                await annotations.ClickButtonAsync("Save");
                await Expect(page.GetByText("[tag:Annotations:disposition]")).ToBeVisibleAsync();
                await Expect(page.GetByText("An annotation", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).ClickAsync();
                await Expect(page.GetByText("The call was annotated")).ToBeVisibleAsync();

                await page.OpenAsync("/console/report?groupBy=tag&tag=Annotations:disposition");
                await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "tag:Annotations:disposition" })).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sold" })).ToBeVisibleAsync();

                await page.GoBackAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Tags", Exact = true }).ClickAsync();
                await page.ClickButtonAsync("Remove tag 1");
                await page.Section("Annotations").ClickButtonAsync("Save");
                await Expect(page.GetByText("[tag:Annotations:disposition]")).ToHaveCountAsync(0);
            }
        );

    private static async Task AddNumberAsync(IPage page, string campaign, string number)
    {
        await page.OpenAsync("/console/campaigns");
        await page.ClickButtonAsync("Create Campaign");
        await page.OpenDialog().EnterAsync("Name", campaign);
        await page.OpenDialog().ChooseAsync("Country", "United States (US)");
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(campaign);
        await page.Section("Numbers").ClickButtonAsync("Add Number");
        await page.OpenDialog().EnterAsync("Number", number);
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.Section("Numbers").GetByRole(AriaRole.Link, new() { Name = $"+1 {number}" }).ClickAsync();
        await page.HeadingAsync($"+1 {number}");
    }
}

using System.Text;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>A person brings a network over: looks first, mends, imports, finds everything under its old ids.</summary>
public sealed class ImportTests(ConsoleFixture console)
{
    private const string Advertisers = "advertiser_id,advertiser_name\n501,Acme Insurance\n";

    private const string Affiliates = "affiliate_id,affiliate_name,postback_url\n7001,Publisher One,https://one.example.com/hit\n";

    [Fact]
    public Task A_dry_run_shows_every_problem_and_the_import_keeps_the_ids() =>
        console.VisitFreshAsync(
            async (page, _) =>
            {
                await page.OpenAsync("/console");
                await page.MenuFromAnywhereAsync("Import from CAKE");
                await ChooseAsync(page, "offer_id,offer_name,advertiser_id,made_up\n10084,Home insurance,999,x\n");
                await page.ClickButtonAsync("Dry run");
                await Expect(page.GetByText("Advertiser 999 is not here, and no row of the files brings it.")).ToBeVisibleAsync();
                await Expect(page.GetByText("This column is not known and was not read.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await ChooseAsync(page, "offer_id,offer_name,advertiser_id\n10084,Home insurance,501\n");
                await page.ClickButtonAsync("Dry run");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What an import would do" })).ToBeVisibleAsync();
                await PixelLogTests.ShowAsync(page, "import");
                await page.ClickButtonAsync("Import");
                await page.OpenDialog().ClickButtonAsync("Import 3 rows");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Stored", Exact = true })).ToBeVisibleAsync();

                await page.OpenAsync("/console/attribution/offers/10084");
                await page.HeadingAsync("Home insurance");
                await page.OpenAsync("/console/attribution/affiliates/7001");
                await page.HeadingAsync("Publisher One");
            }
        );

    private static async Task ChooseAsync(IPage page, string offers)
    {
        await page.GetByLabel("CSV files")
            .SetInputFilesAsync([File("advertisers.csv", Advertisers), File("affiliates.csv", Affiliates), File("offers.csv", offers)]);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What an import would do" })).ToBeHiddenAsync();
        await Expect(page.GetByText("3 files: advertisers.csv, affiliates.csv, offers.csv")).ToBeVisibleAsync();
    }

    private static FilePayload File(string name, string text) =>
        new()
        {
            Name = name,
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(text),
        };
}

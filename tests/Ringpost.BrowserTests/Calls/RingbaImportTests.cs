using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>A person moves from Ringba: looks first, imports, finds everything under its old ids, then brings an older past from a file.</summary>
public sealed class RingbaImportTests(ConsoleFixture console)
{
    private const string Details =
        "\"Call Date\",\"Inbound Call ID\",\"Campaign\",\"Caller ID\",\"Connected\"\r\n\"01/02/2026 08:18:22 PM\",\"RGBold\",\"Roofing\",\"+16615550109\",\"True\"\r\n";

    [Fact]
    public async Task A_dry_run_says_what_comes_and_the_import_keeps_the_ids()
    {
        await using var ringba = await RingbaServer.StartAsync();
        ringba.Calls.Add(
            new JsonObject
            {
                ["inboundCallId"] = "RGB1",
                ["callDt"] = TimeProvider.System.GetUtcNow().AddDays(-2).ToUnixTimeMilliseconds(),
                ["inboundPhoneNumber"] = "+16615550108",
                ["campaignId"] = "CA1",
                ["hasConnected"] = true,
            }
        );
        await console.VisitFreshAsync(
            async (page, _) =>
            {
                await page.OpenAsync("/console");
                await page.MenuAsync("Calls", "Import from Ringba");
                await page.ClickButtonAsync("Dry run");
                await Expect(page.GetByText("An API token is needed")).ToBeVisibleAsync();
                await page.Section("Account").EnterAsync("API token", RingbaServer.Token);
                await page.Section("Account").EnterAsync("Address of the API", ringba.Address);
                await page.Section("Account").EnterAsync("Call log since", $"{TimeProvider.System.GetUtcNow().AddDays(-5):yyyy-MM-dd}");
                await page.ClickButtonAsync("Dry run");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What an import would do" })).ToBeVisibleAsync();
                await Expect(page.GetByText("It goes to the ring tree “Bidders”.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await Attribution.PixelLogTests.ShowAsync(page, "ringba");
                await page.SetViewportSizeAsync(390, 844);
                await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                await PageCheck.HoldsAsync(page);
                await Attribution.PixelLogTests.ShowAsync(page, "ringba-390");
                await page.SetViewportSizeAsync(1280, 900);
                await page.ClickButtonAsync("Import");
                await page.OpenDialog().GetByRole(AriaRole.Button, new() { Name = "Import " }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Stored", Exact = true })).ToBeVisibleAsync();

                await page.OpenAsync("/console/campaigns/CA1");
                await page.HeadingAsync("Roofing");
                await page.OpenAsync("/console/calls?state=history");
                await page.Locator("tbody a").First.ClickAsync();
                await Expect(page.GetByText("From another tracker's call log")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/import-from-ringba?tab=files");
                await page.GetByLabel("CSV files")
                    .SetInputFilesAsync(
                        new FilePayload
                        {
                            Name = "details.csv",
                            MimeType = "text/csv",
                            Buffer = Encoding.UTF8.GetBytes(Details),
                        }
                    );
                await Expect(page.GetByText("1 files: details.csv")).ToBeVisibleAsync();
                await page.ClickButtonAsync("Dry run");
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What an import would do" })).ToBeVisibleAsync();
                await Expect(page.Locator("tbody td[data-label=Added]").First).ToHaveTextAsync("1");
                await PageCheck.HoldsAsync(page);
            }
        );
    }
}

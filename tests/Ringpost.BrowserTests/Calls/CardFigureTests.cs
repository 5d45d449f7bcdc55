using System.Globalization;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>The figures at the top of a card are those of the call report of today.</summary>
public sealed class CardFigureTests(ConsoleFixture console)
{
    [Fact]
    public Task A_card_says_what_today_brought() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var books = new SimulatedBooks();
                await using var carrierApi = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
                using var http = new HttpClient();
                var (carrier, campaign) = await NightShiftTests.SetUpAsync(
                    server.Api,
                    http,
                    books,
                    carrierApi.Address,
                    "Roofing",
                    "+13055550100"
                );
                var publisher = (string)(await server.Api.PostAsync("publishers", new { name = "Call House" }))["id"]!;
                await server.Api.PostAsync(
                    "numbers",
                    new
                    {
                        number = "+13055550101",
                        callCampaignId = campaign,
                        publisherId = publisher,
                    }
                );
                await NightShiftTests.PlayAsync(carrier, "answer:75", "+13055550101", "+14155550170");
                await NightShiftTests.PlayAsync(carrier, "answer:75", "+13055550100", "+14155550171");
                var target = (string)(await server.Api.ListAsync("targets"))[0]["id"]!;

                await AsReportedAsync(page, server, $"campaigns/{campaign}", $"callCampaignId={campaign}", "Converted", "Revenue");
                await AsReportedAsync(page, server, $"targets/{target}", $"targetId={target}&groupBy=target", "Converted", "Revenue");
                await AsReportedAsync(page, server, $"publishers/{publisher}", $"publisherId={publisher}", "Paid", "Payout");
                await PageCheck.HoldsAsync(page);

                await page.GetByRole(AriaRole.Link, new() { Name = "Calls today" }).ClickAsync();
                await page.HeadingAsync("Calls");
            }
        );

    /// <summary>Looked at again where midnight came between the report and the card.</summary>
    private static async Task AsReportedAsync(IPage page, PreparedServer server, string card, string query, string counted, string money)
    {
        string[] expected = [],
            shown = ["none"];
        for (var look = 0; look < 3 && !expected.SequenceEqual(shown); look++)
        {
            var total = (await server.Api.GetAsync($"call-report?{query}"))["total"]!;
            var amount = (decimal?)total[money.ToLowerInvariant()] ?? 0;
            expected =
            [
                $"{(long)total["incoming"]!}",
                $"{(long)total[counted.ToLowerInvariant()]!}",
                amount == 0 ? "–" : "$" + amount.ToString("0.00", CultureInfo.InvariantCulture),
            ];
            await page.OpenAsync($"/console/{card}");
            // Until the report is read, the figures are dashes.
            await Expect(page.GetByText("Calls today").Locator("..")).Not.ToContainTextAsync("–");
            shown =
            [
                .. await Task.WhenAll(
                    new[] { "Calls today", $"{counted} today", $"{money} today" }.Select(name =>
                        page.GetByText(name, new() { Exact = true }).Locator("xpath=following-sibling::*[1]").InnerTextAsync()
                    )
                ),
            ];
        }

        Assert.Equal(expected, shown);
    }
}

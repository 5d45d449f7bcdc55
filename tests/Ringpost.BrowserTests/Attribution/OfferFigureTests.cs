using System.Globalization;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>The figures at the top of a card are those of the conversion report of today.</summary>
public sealed class OfferFigureTests(ConsoleFixture console)
{
    [Fact]
    public Task A_card_says_what_today_brought() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await PostbackTests.SendAsync(server, "/m.ashx?o=1&f=pb&pubid=1&t=CALL-1&p=30&ap=15");
                foreach (
                    var (card, query) in new[]
                    {
                        ("offers/1", "offerId=1"),
                        ("affiliates/1", "affiliateId=1"),
                        ("advertisers/1", "advertiserId=1"),
                        ("campaigns/1", "offerCampaignId=1"),
                    }
                )
                    await AsReportedAsync(page, server, card, query);
                await PageCheck.HoldsAsync(page);
                await page.GetByRole(AriaRole.Link, new() { Name = "Conversions today" }).ClickAsync();
                await page.HeadingAsync("Conversions");
            }
        );

    /// <summary>Looked at again where midnight came between the report and the card.</summary>
    private static async Task AsReportedAsync(IPage page, PreparedServer server, string card, string query)
    {
        string[] expected = [],
            shown = ["none"];
        for (var look = 0; look < 3 && !expected.SequenceEqual(shown); look++)
        {
            var totals = (await server.Api.GetAsync($"conversion-report?{query}"))["totals"]!.AsArray();
            var total = totals.Count == 0 ? null : totals[0]!;
            expected = total is null
                ? ["0", "–", "–"]
                : [$"{(long)total["conversions"]!}", Dollars((decimal)total["cost"]!), Dollars((decimal)total["revenue"]!)];
            await page.OpenAsync($"/console/attribution/{card}");
            // Until the report is read, the figures are dashes.
            await Expect(page.GetByText("Conversions today").Locator("..")).Not.ToContainTextAsync("–");
            shown =
            [
                .. await Task.WhenAll(
                    new[] { "Conversions today", "Paid today", "Received today" }.Select(name =>
                        page.GetByText(name, new() { Exact = true }).Locator("xpath=following-sibling::*[1]").InnerTextAsync()
                    )
                ),
            ];
        }

        Assert.Equal(expected, shown);
    }

    private static string Dollars(decimal amount) => "$" + amount.ToString("0.00", CultureInfo.InvariantCulture);
}

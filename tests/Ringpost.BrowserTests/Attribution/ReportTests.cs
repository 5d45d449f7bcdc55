using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>Reports as a person reads them: grouped, taken apart by clicking, sorted, held against the period before, at any width.</summary>
public sealed class ReportTests(ConsoleFixture console)
{
    private const string Report = "/console/attribution/report";

    [Fact]
    public Task A_report_is_grouped_taken_apart_sorted_and_kept_in_its_address() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await PrepareAsync(server);
                await page.OpenAsync("/console");
                await page.MenuFromAnywhereAsync("Reports");
                await Expect(Row(page, "Home insurance")).ToContainTextAsync("120.00");
                await Expect(Row(page, "Solar panels")).ToContainTextAsync("30.00");
                await Expect(Row(page, "Total")).ToContainTextAsync("150.00");
                await PageCheck.HoldsAsync(page);

                // A row opens what it is made of, and the parts sum to it.
                await page.GetByRole(AriaRole.Link, new() { Name = "Home insurance", Exact = true }).ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("by=affiliate.*offerId=1"));
                await Expect(Row(page, "Publisher One")).ToContainTextAsync("70.00");
                await Expect(Row(page, "Publisher Two")).ToContainTextAsync("50.00");
                await Expect(Row(page, "Total")).ToContainTextAsync("120.00");
                await page.GetByRole(AriaRole.Link, new() { Name = "Publisher One", Exact = true }).ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("affiliateId=1.*by=day"));
                await Expect(Row(page, "Total")).ToContainTextAsync("70.00");

                // Three groupings, and a time among them.
                await page.OpenAsync(Report + "?by=offer,affiliate");
                await page.ChooseAsync("And by", "Event");
                await Expect(page).ToHaveURLAsync(new Regex("by=offer(,|%2C)affiliate(,|%2C)event"));
                await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(5);
                await page.GetByRole(AriaRole.Link, new() { Name = "Cost (USD)" }).ClickAsync();
                await Expect(page).ToHaveURLAsync(new Regex("sort=cost"));
                await page.ReloadAsync();
                await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Cost (USD)" }))
                    .ToHaveAttributeAsync("aria-sort", "descending");

                await page.OpenAsync(Report + "?by=day&compare=previous&range=7d&columns=all");
                await Expect(page.GetByText(", beside ")).ToBeVisibleAsync();
                await Expect(Row(page, "Total")).ToContainTextAsync("↑ 150.00");
                await PageCheck.HoldsAsync(page);
            }
        );

    [Fact]
    public Task A_zone_is_the_viewers_choice_and_what_cannot_be_asked_is_said() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync(Report + "?range=7d");
            await page.GetByLabel("Time zone").FillAsync("Asia/Kathmandu");
            await page.GetByLabel("Time zone").PressAsync("Enter");
            await Expect(page).ToHaveURLAsync(new Regex("zone=Asia"));
            await Expect(page.GetByText("in Asia/Kathmandu.")).ToBeVisibleAsync();
            await page.GetByLabel("Time zone").FillAsync("Mars/Base");
            await page.GetByLabel("Time zone").PressAsync("Enter");
            await Expect(page.GetByText("No such time zone.")).ToBeVisibleAsync();

            await page.OpenAsync(Report + "?by=subAffiliate&from=2026-01-01&to=2026-03-31");
            await Expect(page.GetByText("Sub-affiliates are counted from the records: at most 31 days at a time.")).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);
        });

    [Fact]
    public Task A_report_is_narrowed_to_a_campaign_a_creative_and_a_sub_affiliate_and_folds_its_filters_on_a_telephone() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await PrepareAsync(server);
                await page.OpenAsync(Report);
                await page.ChooseAsync("Affiliate", "Publisher Two (2)");
                await Expect(page.GetByLabel("Campaign").GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
                await page.ChooseAsync("Affiliate", "Any");
                await Expect(page.GetByLabel("Campaign").GetByRole(AriaRole.Option)).ToHaveCountAsync(4);
                await page.ChooseAsync("Campaign", "Home insurance × Publisher Two (2)");
                await Expect(Row(page, "Total")).ToContainTextAsync("50.00");
                await page.ClickButtonAsync("Remove Campaign: Home insurance × Publisher Two (2)");
                await Expect(Row(page, "Total")).ToContainTextAsync("150.00");
                await page.ChooseAsync("Creative", "Default, Solar panels (2)");
                await Expect(Row(page, "Total")).ToContainTextAsync("30.00");
                await PageCheck.HoldsAsync(page);

                await page.SetViewportSizeAsync(390, 844);
                await page.OpenAsync(Report + "?subAffiliate=sub-2");
                await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("By offer.");
                await Expect(Row(page, "Total")).ToContainTextAsync("50.00");
                await Expect(page.GetByLabel("Group by")).ToBeHiddenAsync();
                await Expect(page.GetByLabel("Campaign")).ToBeHiddenAsync();
                await page.ClickButtonAsync("Groupings and filters");
                await Expect(page.GetByLabel("Sub-affiliate", new() { Exact = true })).ToHaveValueAsync("sub-2");
                await Expect(page.GetByLabel("Group by")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    [Theory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task A_full_report_fits(int width, ColorScheme theme) =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync(Report + "?by=offer,affiliate,hour&range=30d&compare=previous&columns=all&zone=Europe/Berlin");
                await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("in Europe/Berlin");
                await PageCheck.HoldsAsync(page);
            },
            width,
            theme
        );

    private static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row, new() { Name = name }).Last;

    private static async Task PrepareAsync(PreparedServer server)
    {
        await server.StoreNetworkAsync();
        await server.StoreOfferAsync("Solar panels");
        await server.Api.PostAsync("affiliates", new { name = "Publisher Two" });
        await server.StoreCampaignAsync(1, 2);
        await server.StoreCampaignAsync(2, 1);
        await server.TakePostbacksAsync(fromHere: true);
        using var sender = new HttpClient { BaseAddress = server.Url };
        foreach (
            var (query, n) in new[] { ("o=1&pubid=1&p=70&ap=30", 1), ("o=1&pubid=2&p=50&ap=40&s1=sub-2", 2), ("o=2&pubid=1&p=30&ap=5", 3) }
        )
            Assert.Contains("SUCCESS", await sender.GetStringAsync($"/m.ashx?f=pb&t=CALL-{n}&{query}"), StringComparison.Ordinal);
    }
}

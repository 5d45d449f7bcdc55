using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Seed;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>The call report as a person reads it: sets of columns that fit, legs by buyer, and the way to the calls.</summary>
public sealed class CallReportPageTests(ConsoleFixture console)
{
    [Fact]
    public Task The_columns_fit_the_page_and_a_line_opens_its_calls() =>
        console.VisitAsync(async page =>
        {
            var set = await ArticleSetUp.RunAsync(page, console.Server, "ReportPage");
            await set.Calls.CallAsync(set.Numbers[0]);
            foreach (var columns in new[] { "", "&set=calls", "&set=money" })
            {
                await page.OpenAsync("/console/report?range=30d&groupBy=number" + columns);
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = ArticleSetUp.Read(set.Numbers[0]) }))
                    .ToHaveCountAsync(1);
                // Neither the page nor the table in its frame scrolls sideways.
                await PageCheck.HoldsAsync(page);
            }

            // A year, but not of what only the calls themselves know.
            await page.OpenAsync("/console/report?groupBy=publisher");
            await page.GetByLabel(new Regex("^Days")).SelectOptionAsync("Last 12 months");
            await Expect(page.GetByText("Total calls")).ToBeVisibleAsync();
            await PageCheck.HoldsAsync(page);
            await page.GetByLabel("Group by").SelectOptionAsync("Dialed #");
            await Expect(page.GetByText("At most 31 days at a time; 400 days by campaign")).ToBeVisibleAsync();

            await page.OpenAsync("/console/report?range=30d&groupBy=buyer&zone=America/New_York");
            await Expect(page.GetByText("Total legs")).ToBeVisibleAsync();
            await Expect(page.GetByText("A call that was dialed to two targets counts at each")).ToBeVisibleAsync();
            await page.OpenAsync("/console/report?range=30d&groupBy=number&zone=America/New_York");
            await page.GetByRole(AriaRole.Link, new() { Name = ArticleSetUp.Read(set.Numbers[0]) }).ClickAsync();
            await page.HeadingAsync("Calls");
            await Expect(page).ToHaveURLAsync(new Regex("zone=America"));
            await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Number equals") })).ToBeVisibleAsync();
            await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        });
}

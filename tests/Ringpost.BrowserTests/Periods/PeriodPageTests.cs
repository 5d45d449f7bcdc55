using System.Globalization;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Attribution;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Periods;

/// <summary>A person closes days after a look at what that makes, and reads, prints and corrects the documents.</summary>
public sealed class PeriodPageTests(ConsoleFixture console)
{
    [Fact]
    public Task Days_are_closed_after_a_look_and_their_documents_are_read_and_printed() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                using var sender = new HttpClient { BaseAddress = server.Url };
                var (now, day) = (TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
                foreach (var (n, days) in new[] { (1, 3), (2, 3), (3, 3) })
                    Assert.Contains(
                        "SUCCESS",
                        await sender.GetStringAsync(
                            $"/m.ashx?f=pb&t=CALL-{n}&o=1&pubid=1&p=70&ap=30&dt={now - (days * day):yyyy-MM-ddTHH:mm:ssZ}"
                        ),
                        StringComparison.Ordinal
                    );

                await page.OpenAsync("/console/periods");
                await page.GetByLabel("Name and address").FillAsync("Bright Network\n1 Main Street");
                await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
                await Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                var through = (now - (2 * day)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                await LookAsync(page, through);
                await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Advertiser bill" })).ToContainTextAsync("210.00 USD");
                await PageCheck.HoldsAsync(page);
                await page.GetByRole(AriaRole.Button, new() { Name = "and make 2 documents" }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "and make 2 documents" }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Its documents" }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = $"B-{through[..4]}-0001" }).ClickAsync();
                await Expect(page.GetByText("Bright Network")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Row, new() { Name = "70.00 210.00" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.EmulateMediaAsync(new() { Media = Media.Print });
                await Expect(page.GetByRole(AriaRole.Navigation)).ToBeHiddenAsync();
                await Expect(page.GetByText("Total 210.00 USD")).ToBeVisibleAsync();
                await page.EmulateMediaAsync(new() { Media = Media.Screen });

                // What is changed for closed days comes into the next bill, which is a credit.
                await server.Api.PostAsync(
                    "conversions/1/price",
                    new
                    {
                        received = 60,
                        effective = "conversionDate",
                        reason = "Agreed with them",
                    }
                );
                await page.OpenAsync("/console/periods");
                await LookAsync(page, (now - day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Advertiser bill (credit)" })).ToContainTextAsync("−10.00 USD");
                await page.GetByRole(AriaRole.Button, new() { Name = "and make 1 document" }).ClickAsync();
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "and make 1 document" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Its documents" })).ToBeVisibleAsync();
                await page.OpenAsync($"/console/documents/B-{through[..4]}-0002");
                await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Agreed with them" }))
                    .ToContainTextAsync($"B-{through[..4]}-0001");
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/book-check");
                await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
                await Expect(page.GetByText("The books add up.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );

    private static async Task LookAsync(IPage page, string through)
    {
        await page.GetByLabel("Close through").FillAsync(through);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Documents that closing makes" }).WaitForAsync();
    }
}

using System.Globalization;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>What a person does with amounts and dispositions: one by one, in bulk, and in other currencies.</summary>
public sealed class MoneyTests(ConsoleFixture console)
{
    [Fact]
    public Task A_conversion_is_adjusted_and_rejected_and_its_card_says_who_and_why() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await SendAsync(server, "t=CALL-1&p=30&ap=15");
                await page.OpenAsync("/console/attribution/conversions/1");
                await page.ClickButtonAsync("Adjust");
                await page.OpenDialog().EnterAsync("Received", "25");
                await page.OpenDialog().ClickButtonAsync("Adjust");
                await Expect(page.OpenDialog().GetByText("Say why: it stands in the conversion's history.")).ToBeVisibleAsync();
                await page.OpenDialog().EnterAsync("Reason", "Buyer's discount");
                await page.OpenDialog().ClickButtonAsync("Adjust");
                await Expect(page.Section("History")).ToContainTextAsync("received $30.00 to $25.00");

                await page.ClickButtonAsync("Change status");
                await page.OpenDialog().ChooseAsync("Disposition", "Rejected");
                await page.OpenDialog().EnterAsync("Reason", "Wrong number");
                await page.OpenDialog().ClickButtonAsync("Change status");
                await Expect(page.Section("History")).ToContainTextAsync("approved to rejected, received $25.00 to $0.00");
                await Expect(page.Section("History")).ToContainTextAsync("Wrong number");
                await Expect(page.Section("Amounts")).ToContainTextAsync("-25.00");
                await PageCheck.HoldsAsync(page);

                var adjusted = await PostAsync(
                    page,
                    "/api/v1/conversions/adjust",
                    "{\"offerId\":1,\"transactionId\":\"CALL-1\",\"paid\":7}"
                );
                Assert.Contains("\"paid\":7", adjusted, StringComparison.Ordinal);
                await page.OpenAsync("/console/attribution/conversions?disposition=rejected");
                await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "CALL-1" })).ToContainTextAsync("$7.00");
            }
        );

    [Fact]
    public Task Many_conversions_are_foreseen_then_changed_by_file_by_filter_and_inserted() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await page.OpenAsync("/console");
                await SendAsync(server, "t=A&p=30&ap=15");
                await SendAsync(server, "t=B&p=30&ap=15");

                await page.MenuAsync("Attribution", "Adjustments");
                await page.GetByLabel("File", new() { Exact = true })
                    .SetInputFilesAsync(
                        new FilePayload
                        {
                            Name = "may.csv",
                            MimeType = "text/csv",
                            Buffer = "Transaction ID,Offer ID,Payout,Note\nA,1,12,Agreed\nZ,1,12,Nobody\n"u8.ToArray(),
                        }
                    );
                await Expect(page.GetByText("may.csv is read.")).ToBeVisibleAsync();
                await page.ClickButtonAsync("Preview");
                await Expect(page.Section("Preview")).ToContainTextAsync("1 ready, 0 unchanged, 1 with a problem");
                await Expect(page.Section("Preview")).ToContainTextAsync("$15.00 → $12.00");
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Change 1 conversion");
                await Expect(page.Section("Result")).ToContainTextAsync("1 applied, 0 unchanged, 1 refused");

                await page.GetByRole(AriaRole.Link, new() { Name = "Mass adjustment" }).ClickAsync();
                await page.ChooseAsync("Offer", "Home insurance (1)");
                await page.ChooseAsync("How", "Add to the amounts");
                await page.GetByLabel("Received", new() { Exact = true }).FillAsync("-5");
                await page.GetByLabel("Reason", new() { Exact = true }).FillAsync("Discount");
                await page.ClickButtonAsync("Preview");
                await page.ClickButtonAsync("Adjust 2 conversions");
                await Expect(page.Section("Result")).ToContainTextAsync("2 applied");

                await page.GetByRole(AriaRole.Link, new() { Name = "Mass insert" }).ClickAsync();
                await page.GetByLabel("Conversion date", new() { Exact = true })
                    .FillAsync(TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                await page.ChooseAsync("Campaign", "Home insurance × Publisher One (1)");
                await page.GetByLabel("Total to insert").FillAsync("2");
                await page.GetByLabel("Transaction IDs").FillAsync("X, Y, Z");
                await page.ClickButtonAsync("Preview");
                await Expect(page.GetByText("3 transaction ids for 2 conversions: there are more ids than rows.")).ToBeVisibleAsync();
                await page.GetByLabel("Transaction IDs").FillAsync("X, Y");
                await page.ClickButtonAsync("Preview");
                await page.ClickButtonAsync("Insert 2 conversions");
                await Expect(page.Section("Result")).ToContainTextAsync("2 applied");

                await page.GetByRole(AriaRole.Link, new() { Name = "Results" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
                await page.GetByRole(AriaRole.Link, new() { Name = "Dispositions" }).ClickAsync();
                await page.ClickButtonAsync("Add disposition");
                await page.OpenDialog().EnterAsync("Name", "Thrown out");
                await page.OpenDialog().ChooseAsync("Type", "Rejected");
                await page.OpenDialog().ClickButtonAsync("Add");
                await Expect(page.GetByText("Switch Thrown out off")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                var many = await PostAsync(
                    page,
                    "/api/v1/conversions/mass-adjust",
                    "{\"filter\":{\"offerId\":1},\"dispositionId\":5,\"reason\":\"Test\"}"
                );
                Assert.Contains("\"ready\":4", many, StringComparison.Ordinal);
                await page.SetViewportSizeAsync(390, 844);
                foreach (var tab in new[] { "file", "adjust", "insert", "results", "dispositions" })
                {
                    await page.OpenAsync($"/console/attribution/adjustments?tab={tab}");
                    await Expect(page.Locator("[aria-busy=true], .rp-skeleton")).ToHaveCountAsync(0);
                    await PageCheck.HoldsAsync(page);
                }
            }
        );

    [Fact]
    public Task A_rate_is_added_and_what_waits_for_it_is_settled_in_one_click() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await page.OpenAsync("/console");
                await SendAsync(server, "t=1&p=10&c=EUR");
                await SendAsync(server, "t=2&p=20&c=EUR");
                await page.MenuAsync("Attribution", "Exchange rates");
                await Expect(page.Section("Waiting for a rate")).ToContainTextAsync("missing");
                await page.ClickButtonAsync("Add rate");
                await Expect(page.OpenDialog().GetByLabel("Currency", new() { Exact = true })).ToHaveValueAsync("EUR");
                await page.OpenDialog().EnterAsync("Rate", "1.1");
                await page.OpenDialog().ClickButtonAsync("Add");
                await page.ClickButtonAsync("Settle 2 conversions");
                await Expect(page.GetByText("2 conversions were converted and settled.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.OpenAsync("/console/attribution/conversions");
                await Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("$22.00");
            }
        );

    [Fact]
    public Task A_changed_price_says_whom_it_touches_before_it_is_saved() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await server.StoreNetworkAsync();
                await server.TakePostbacksAsync(fromHere: true);
                await page.OpenAsync("/console/attribution/campaigns/1");
                await page.GetByLabel("Follow the offer").CheckAsync();
                await page.Section("General").ClickButtonAsync("Save");
                await Expect(page.Section("General").GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await page.OpenAsync("/console/attribution/offers/1");
                await page.Section("General").EnterAsync("Payout", "12");
                await page.Section("General").GetByLabel("Received", new() { Exact = true }).FocusAsync();
                await Expect(
                        page.GetByText(
                            "Saving this price changes 1 campaign that follow the offer; 0 campaigns with a payout of their own keep it."
                        )
                    )
                    .ToBeVisibleAsync();
            }
        );

    private static async Task SendAsync(RingpostServer server, string query)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        Assert.Contains("SUCCESS", await http.GetStringAsync($"/m.ashx?o=1&f=pb&pubid=1&{query}"), StringComparison.Ordinal);
    }

    private static Task<string> PostAsync(IPage page, string path, string body) =>
        page.EvaluateAsync<string>(
            "async ([path, body]) => (await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).text()",
            new[] { path, body }
        );
}

using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>What each role finds on the pages of calls, and what nowhere: walked as a reader, a publisher's and a buyer's person.</summary>
public sealed class RolePagesTests(ConsoleFixture console)
{
    private const string Password = "a long enough secret";

    private static readonly string[] Everywhere = ["/console/calls", "/console/report", "/console/report?groupBy=day", "/console/live"];

    [Fact]
    public Task Readers_publishers_and_buyers_find_only_what_is_theirs_to_see() =>
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
                var buyer = (string)(await server.Api.PostAsync("buyers", new { name = "Acme Roofs" }))["id"]!;
                await server.Api.PostAsync(
                    "numbers",
                    new
                    {
                        number = "+13055550101",
                        callCampaignId = campaign,
                        publisherId = publisher,
                    }
                );
                var target = (string)(await server.Api.ListAsync("targets"))[0]["id"]!;
                await server.Api.PatchAsync($"targets/{target}", new { buyerId = buyer });
                await NightShiftTests.PlayAsync(carrier, "answer:75", "+13055550101", "+14155550170");
                await NightShiftTests.PlayAsync(carrier, "answer:75", "+13055550100", "+14155550171");
                foreach (
                    var (name, role, partner, rights) in ((string, string, string?, string[])[])
                        [
                            ("ada", "admin", null, []),
                            ("rea", "readOnly", null, ["seeRevenue"]),
                            ("nora", "readOnly", null, []),
                            ("pat", "publisher", publisher, []),
                            ("bo", "buyer", buyer, []),
                        ]
                )
                    await server.Api.PostAsync(
                        "users",
                        new
                        {
                            name,
                            password = Password,
                            role,
                            partnerId = partner,
                            rights,
                        }
                    );

                // A reader sees the money and no number in full, nor a recording.
                await SignInAsync(page, "rea");
                await WalkAsync(
                    page,
                    [.. Everywhere, "/console/calls?columns=recordingUrl,callDt"],
                    ["4155550170", "555-0170", "Recording URL"]
                );
                await page.OpenAsync("/console/calls");
                await Expect(page.GetByText("$25.00").First).ToBeVisibleAsync();
                await page.Locator("tbody a").First.ClickAsync();
                await page.GetByRole(AriaRole.Heading, new() { Name = "Events" }).WaitForAsync();
                await WithoutAsync(page, ["4155550170", "555-0170", "4155550171", "555-0171"]);
                foreach (var tab in (string[])["Legs", "Pixels", "Tags", "Record"])
                {
                    await page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of this card" })
                        .GetByRole(AriaRole.Link, new() { Name = tab, Exact = true })
                        .ClickAsync();
                    await WithoutAsync(page, ["4155550170", "555-0170", "4155550171", "555-0171"]);
                }

                // A reader without that right sees what is paid, and neither revenue nor whom a call went to.
                await SignInAsync(page, "nora");
                await WalkAsync(
                    page,
                    [
                        "/console",
                        .. Everywhere,
                        "/console/calls?columns=conversionAmount,buyer,callDt",
                        "/console/report?set=all",
                        "/console/buyers",
                        "/console/targets",
                        $"/console/targets/{target}",
                        "/console/attribution/report",
                        "/console/attribution/conversions",
                        "/console/attribution/offers",
                        "/console/attribution/advertisers",
                        "/console/agreement",
                        "/console/deliveries",
                        "/console/alerts",
                        "/console/documents",
                    ],
                    ["Acme", "25.00", "Revenue", "Profit", "4155550170", "555-0170"]
                );
                // There the tokens of a pixel are explained with an Acme of their own.
                await WalkAsync(page, [$"/console/campaigns/{campaign}"], ["Acme Roofs", "Convert on"]);
                await page.OpenAsync("/console/calls");
                await Expect(page.GetByText("$10.00").First).ToBeVisibleAsync();
                await page.Locator("tbody a").First.ClickAsync();
                await page.GetByRole(AriaRole.Heading, new() { Name = "Events" }).WaitForAsync();
                foreach (var tab in (string[])["Pixels", "Adjustments", "Tags", "Record"])
                {
                    await page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of this card" })
                        .GetByRole(AriaRole.Link, new() { Name = tab, Exact = true })
                        .ClickAsync();
                    await WithoutAsync(page, ["Acme", "25.00", "Revenue", "Profit", "4155550170", "555-0170"]);
                }

                // An administrator gives it, and from then on the revenue is there.
                await SignInAsync(page, "ada");
                await page.OpenAsync("/console/settings/users");
                await page.ClickButtonAsync("Change role of nora");
                await page.OpenDialog().GetByLabel("Changes money (and sees it)").CheckAsync();
                await Expect(page.OpenDialog().GetByLabel("Sees revenue and buyers")).ToBeCheckedAsync();
                await PageCheck.HoldsAsync(page);
                await page.OpenDialog().GetByLabel("Sees revenue and buyers").UncheckAsync();
                await Expect(page.OpenDialog().GetByLabel("Changes money (and sees it)")).Not.ToBeCheckedAsync();
                await page.OpenDialog().GetByLabel("Sees revenue and buyers").CheckAsync();
                await page.OpenDialog().ClickButtonAsync("Change role");
                await Expect(page.GetByText("Read-only · Sees revenue and buyers")).ToHaveCountAsync(2);
                await SignInAsync(page, "nora");
                await Expect(page.GetByText("$25.00").First).ToBeVisibleAsync();

                // A publisher sees the one call that it sent, what it is paid, and of the rest nothing.
                await SignInAsync(page, "pat");
                await WalkAsync(
                    page,
                    Everywhere,
                    ["Acme", "25.00", "15.00", "Revenue", "Profit", "Converted", "0171", "4155550170", "555-0170"]
                );
                await page.OpenAsync("/console/calls");
                await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
                await Expect(page.Locator("tbody")).ToContainTextAsync("$10.00");
                await page.Locator("tbody a").First.ClickAsync();
                await Expect(page.GetByText("Payout", new() { Exact = true }).First).ToBeVisibleAsync();
                await WithoutAsync(page, ["Acme", "25.00", "Revenue", "4155550170", "555-0170", "Events"]);
                await PageCheck.HoldsAsync(page);
                await ClosedAsync(page);

                // A buyer sees the two calls that it took and what they cost, not who sent them.
                await SignInAsync(page, "bo");
                await WalkAsync(page, Everywhere, ["Call House", "10.00", "15.00", "Profit", "Revenue", "305", "Publisher"]);
                await page.OpenAsync("/console/calls");
                await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
                await Expect(page.Locator("tbody")).ToContainTextAsync("$25.00");
                await page.Locator("tbody a").First.ClickAsync();
                await page.GetByRole(AriaRole.Heading, new() { Name = "Legs" }).WaitForAsync();
                await WithoutAsync(page, ["Call House", "10.00", "305"]);
                await PageCheck.HoldsAsync(page);
                await ClosedAsync(page, "Disputes");

                // It disputes the call of the publisher, and the network decides, for its payout too.
                await page.OpenAsync("/console/calls");
                await page.Locator("tbody a").Nth(1).ClickAsync();
                await page.ClickButtonAsync("Dispute");
                await page.OpenDialog().GetByLabel("Why").SelectOptionAsync("The caller did not qualify");
                await page.OpenDialog().ClickButtonAsync("Dispute");
                await Expect(page.GetByText("Disputed: The caller did not qualify.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await SignInAsync(page, "ada");
                await page.MenuAsync("Calls", "Adjustment requests");
                await page.ClickButtonAsync("Approve");
                await page.OpenDialog().GetByLabel("Payout").FillAsync("-4");
                await page.OpenDialog().GetByLabel("Note").FillAsync("Agreed");
                await page.OpenDialog().ClickButtonAsync("Approve");
                await Expect(page.GetByText("No request waits")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await SignInAsync(page, "bo");
                await page.MenuAsync("Calls", "Disputes");
                await page.GotoAsync("/console/adjustment-requests?state=approved");
                await page.GetByRole(AriaRole.Link, new() { Name = "Open call" }).ClickAsync();
                await Expect(page.GetByText("The answer: Agreed")).ToBeVisibleAsync();
                await Expect(page.GetByText("-25.00 → 0.00")).ToBeVisibleAsync();
                await WithoutAsync(page, ["Call House", "10.00", "6.00", "ada"]);
                await SignInAsync(page, "pat");
                await page.Locator("tbody a").First.ClickAsync();
                await Expect(page.GetByText("-4.00 → 6.00")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "The caller did not qualify" })).ToBeVisibleAsync();
                await WithoutAsync(page, ["Acme", "25.00", "Revenue", "ada"]);
                await PageCheck.HoldsAsync(page);

                // What the buyer sends as a list is looked at, booked, and books nothing again.
                await SignInAsync(page, "ada");
                var owed = (await server.Api.ListAsync("calls")).First(c => (decimal)c["revenue"]! > 0)["id"];
                await page.OpenAsync("/console/adjustment-requests");
                await page.GetByRole(AriaRole.Link, new() { Name = "Chargebacks by CSV" }).ClickAsync();
                await page.HeadingAsync("Chargebacks by CSV");
                await page.GetByLabel("Buyer", new() { Exact = true }).SelectOptionAsync("Acme Roofs");
                await page.GetByLabel("CSV file")
                    .SetInputFilesAsync(
                        new FilePayload
                        {
                            Name = "march.csv",
                            MimeType = "text/csv",
                            Buffer = System.Text.Encoding.UTF8.GetBytes($"Call ID,Amount,Cause\n{owed},5,fraud\nnobody,,fraud\n"),
                        }
                    );
                await Expect(page.GetByText("march.csv is read.")).ToBeVisibleAsync();
                await page.ClickButtonAsync("Preview");
                await Expect(page.GetByText("1 chargeback ready, 0 booked before, 1 not booked. Nothing is stored yet."))
                    .ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Book 1 chargeback");
                await Expect(page.GetByText("1 chargeback booked, 0 booked before, 1 not booked.")).ToBeVisibleAsync();
                await page.ClickButtonAsync("Preview");
                await Expect(page.GetByText("0 chargebacks ready, 1 booked before, 1 not booked.")).ToBeVisibleAsync();
            }
        );

    private static async Task SignInAsync(IPage page, string name)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/signin?returnUrl=/console/calls");
        await page.GetByLabel("E-mail or name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.HeadingAsync("Calls");
    }

    private static async Task WalkAsync(IPage page, string[] paths, string[] secrets)
    {
        foreach (var path in paths)
        {
            await page.OpenAsync(path);
            await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
            Assert.NotEqual("This page failed", await page.InnerTextAsync("h1"));
            await WithoutAsync(page, secrets);
            await PageCheck.HoldsAsync(page);
        }
    }

    private static async Task WithoutAsync(IPage page, string[] secrets)
    {
        // What is offered in fields and folded away counts as shown.
        var text = await page.Locator("main")
            .EvaluateAsync<string>("e => e.textContent + [...e.querySelectorAll('[title]')].map(x => x.title).join(' ')");
        foreach (var secret in secrets)
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{page.Url} shows “{secret}”: {text}");
    }

    /// <summary>The menu has three entries, or one more, and no other page opens by its address.</summary>
    private static async Task ClosedAsync(IPage page, params string[] more)
    {
        var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        Assert.Equal(
            ["Home", "Calls", "Live", "Report", "Documents", .. more],
            (await menu.GetByRole(AriaRole.Link).AllInnerTextsAsync()).Select(t => t.Trim())
        );
        foreach (
            var path in (string[])
                [
                    "/console/buyers",
                    "/console/publishers",
                    "/console/attribution/report",
                    "/console/calls/adjust",
                    "/console/settings/users",
                ]
        )
        {
            await page.OpenAsync(path);
            Assert.Equal("Not here", await page.InnerTextAsync("h1"));
        }

        await page.GotoAsync("/console");
        await page.HeadingAsync("Calls");
    }
}

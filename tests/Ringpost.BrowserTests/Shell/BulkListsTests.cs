using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Shell;

/// <summary>Every list whose things can be changed together: its checkboxes, its bar, and one change of each through preview and result.</summary>
public sealed class BulkListsTests(ConsoleFixture console)
{
    [Fact]
    public Task One_change_goes_through_on_every_list() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await CreateAsync(server);
                var axe = await NpmPackages.ReadAxeAsync();
                foreach (
                    var (path, one, what, label, value, shown) in ((string, string, string, string, string, string)[])
                        [
                            ("campaigns", "campaign", "", "Pause", "", "Enabled: yes → no"),
                            ("publishers", "publisher", "Daily cap", "Daily cap", "5", "Caps, daily: 5"),
                            ("buyers", "buyer", "Concurrency cap", "Concurrency cap", "2", "Concurrency cap: 2"),
                            ("numbers", "number", "Publisher", "Publisher", "Call House", "Publisher: Call House"),
                            ("pixels", "pixel", "", "Delay", "60", "Delay seconds: 0 → 60"),
                            ("attribution/offers", "offer", "Payout", "Payout", "12.5", "Payout: 10 → 12.5"),
                            ("attribution/affiliates", "affiliate", "", "Status", "Inactive", "Status: active → inactive"),
                            ("attribution/advertisers", "advertiser", "", "Status", "Pending", "Status: active → pending"),
                            ("attribution/campaigns", "campaign", "Follow the offer", "", "", "Payout: 3"),
                        ]
                )
                {
                    await page.OpenWholeAsync($"/console/{path}");
                    await page.GetByLabel("Select the rows of this page").CheckAsync();
                    var bar = page.GetByRole(AriaRole.Group, new() { Name = "Selected " });
                    await Expect(bar.GetByText("1 selected")).ToBeVisibleAsync();
                    await PageCheck.HoldsAsync(page);
                    var dialog = page.OpenDialog();
                    var past = label == "Pause" ? "paused" : "changed";
                    if (label == "Pause")
                    {
                        await bar.ClickButtonAsync("Pause");
                    }
                    else
                    {
                        await bar.ClickButtonAsync("Change…");
                        if (what.Length > 0)
                            await dialog.ChooseAsync("What to change", what);
                        if (label is "Publisher" or "Status")
                            await dialog.ChooseAsync(label, value);
                        else if (label.Length > 0)
                            await dialog.EnterAsync(label, value);
                        await dialog.ClickButtonAsync("Preview");
                    }

                    await Expect(dialog.GetByText($"1 {one} will be {past}. Nothing is stored yet.")).ToBeVisibleAsync();
                    await Expect(dialog.Locator("tbody tr").First).ToContainTextAsync(shown, new() { UseInnerText = true });
                    if (path.EndsWith("offers", StringComparison.Ordinal))
                        await Expect(
                                dialog.GetByText(
                                    "These prices change 0 campaigns that follow their offer; 1 campaign with a payout of their own keep it."
                                )
                            )
                            .ToBeVisibleAsync();
                    if (axe is not null)
                        Assert.Empty(await PageEye.FindAsync(page, axe));
                    await PageCheck.HoldsAsync(page);
                    await dialog.GetByRole(AriaRole.Button, new() { Name = $"1 {one}" }).ClickAsync();
                    await Expect(dialog.GetByText($"1 {one} {past}.")).ToBeVisibleAsync();
                    await dialog.ClickButtonAsync("Close");
                    await Expect(bar).ToHaveCountAsync(0);
                }

                Assert.Equal(12.5m, (decimal)(await server.Api.ListAsync("offers"))[0]["payout"]!);
                Assert.False((bool)(await server.Api.ListAsync("call-campaigns"))[0]["enabled"]!);

                // Whoever only reads has nothing to tick.
                await server.Api.PostAsync(
                    "users",
                    new
                    {
                        name = "rea",
                        password = ConsoleFixture.Password,
                        role = "readOnly",
                        rights = (string[])["seeRevenue"],
                    }
                );
                await page.Context.ClearCookiesAsync();
                await page.GotoAsync("/signin");
                await page.GetByLabel("E-mail or name").FillAsync("rea");
                await page.GetByLabel("Password").FillAsync(ConsoleFixture.Password);
                await page.ClickButtonAsync("Sign in");
                await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
                await page.OpenWholeAsync("/console/publishers");
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Call House" })).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
            }
        );

    private static async Task CreateAsync(PreparedServer server)
    {
        var api = server.Api;
        var campaign = (string)(await api.PostAsync("call-campaigns", new { name = "Roofing" }))["id"]!;
        await api.PostAsync("publishers", new { name = "Call House" });
        await api.PostAsync("buyers", new { name = "Acme" });
        await api.PostAsync("numbers", new { number = "+12025550181", callCampaignId = campaign });
        await api.PostAsync(
            "pixels",
            new
            {
                name = "Tracker",
                fireOn = "completed",
                url = "https://t.example.com/p",
            }
        );
        var advertiser = (long)(await api.PostAsync("advertisers", new { name = "Zenith" }))["id"]!;
        var offer = (long)
            (
                await api.PostAsync(
                    "offers",
                    new
                    {
                        name = "Roofs",
                        advertiserId = advertiser,
                        payout = 10,
                        received = 20,
                    }
                )
            )["id"]!;
        var affiliate = (long)(await api.PostAsync("affiliates", new { name = "Pat" }))["id"]!;
        await api.PostAsync(
            "offer-campaigns",
            new
            {
                offerId = offer,
                affiliateId = affiliate,
                payout = 3,
            }
        );
    }
}

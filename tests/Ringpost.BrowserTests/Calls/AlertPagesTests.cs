using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>What goes wrong at night reaches the operator: on the pages, and where alerts are sent.</summary>
public sealed class AlertPagesTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_call_to_nobodys_number_is_told_until_it_is_dismissed_and_mail_says_what_is_wrong_with_it()
    {
        var books = new SimulatedBooks();
        await using var carrierApi = await SimulatedCarrierApi.StartAsync(books, TimeProvider.System);
        using var http = new HttpClient();
        await console.VisitFreshAsync(
            async (page, server) =>
            {
                var api = server.Api;
                var (carrier, _) = await NightShiftTests.SetUpAsync(
                    api,
                    http,
                    books,
                    carrierApi.Address,
                    "Night <b>desk</b>",
                    "+13055550100"
                );
                var target = (string)(await api.GetAsync("targets"))["items"]![0]!["id"]!;
                await api.PatchAsync($"targets/{target}", new { caps = new { daily = 4 }, concurrencyCap = 2 });

                await page.OpenAsync("/console/settings/alerts");
                var where = page.Section("Where alerts go");
                await where.EnterAsync("E-mail to", "ops@example.com, nobody");
                await where.ClickButtonAsync("Save");
                await Expect(where.GetByText("nobody is no e-mail address.")).ToBeVisibleAsync();
                await where.EnterAsync("E-mail to", "ops@example.com");
                await where.ClickButtonAsync("Save");
                await Expect(where.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                var mail = page.Section("Mail server");
                await mail.EnterAsync("Host", "127.0.0.1");
                await mail.ChooseAsync("Encryption", "None, within your own network");
                await mail.EnterAsync("Port", $"{PrivatePostgres.FreePort()}");
                await mail.EnterAsync("From", "ringpost@example.com");
                await mail.ClickButtonAsync("Save");
                await Expect(mail.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await page.Section("Try it").EnterAsync("To", "ops@example.com");
                await page.Section("Try it").ClickButtonAsync("Send a test");
                await Expect(page.Section("Try it").GetByText("127.0.0.1: ")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                Assert.Equal("rejected", (await NightShiftTests.PlayAsync(carrier, "answer:75", "+13055550199", "+14155550170")).End);
                Assert.True((await NightShiftTests.PlayAsync(carrier, "answer:75", "+13055550100", "+14155550171")).Connected);

                await page.OpenAsync("/console/live");
                await Expect(page.GetByText("Somebody called +13055550199, which belongs to no campaign")).ToBeVisibleAsync();
                var caps = page.Section("Caps");
                await Expect(caps.GetByText("1 of 4", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(caps.GetByText("0 of 2", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(caps.GetByRole(AriaRole.Link, new() { Name = "Night <b>desk</b>" }).First).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console");
                await page.GetByRole(AriaRole.Link, new() { Name = "All alerts" }).ClickAsync();
                await page.HeadingAsync("Alerts");
                await Expect(page.GetByText("Unassigned number", new() { Exact = true }).Last).ToBeVisibleAsync();
                await page.LoadAgainUntilAsync(page.GetByText("Tried again", new() { Exact = true }));
                await PageCheck.HoldsAsync(page);
                await page.ClickButtonAsync("Dismiss all");
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dismiss all" })).ToBeDisabledAsync();
                await page.OpenAsync("/console");
                await Expect(page.GetByText("Somebody called")).ToHaveCountAsync(0);
            }
        );
    }
}

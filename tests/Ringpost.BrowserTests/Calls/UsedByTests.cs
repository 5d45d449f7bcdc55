using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>What points at a thing stands on its card and leads there.</summary>
public sealed class UsedByTests(ConsoleFixture console)
{
    [Fact]
    public Task Cards_say_what_points_at_them_and_lead_there() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var campaign = (string)(await server.Api.PostAsync("call-campaigns", new { name = "Roofing" }))["id"]!;
                var buyer = (string)(await server.Api.PostAsync("buyers", new { name = "Acme Roofs" }))["id"]!;
                var publisher = (string)(await server.Api.PostAsync("publishers", new { name = "Call House" }))["id"]!;
                var targets = new List<string>();
                foreach (var name in new[] { "Line 1", "Line 2" })
                    targets.Add(
                        (string)
                            (
                                await server.Api.PostAsync(
                                    "targets",
                                    new
                                    {
                                        name,
                                        buyerId = buyer,
                                        destination = new { type = "number", value = "+12125550199" },
                                    }
                                )
                            )["id"]!
                    );
                await server.Api.PostAsync("targets", new { name = "Both", destination = new { type = "group", members = targets } });
                await server.Api.PostAsync(
                    $"call-campaigns/{campaign}/routes",
                    new { targetId = targets[0], conversion = new { on = "connected", revenue = 5 } }
                );
                await server.Api.PostAsync(
                    $"call-campaigns/{campaign}/payouts",
                    new
                    {
                        publisherId = publisher,
                        on = "connected",
                        amount = 3,
                    }
                );

                await page.OpenAsync($"/console/targets/{targets[1]}");
                await Expect(page.Section("Used by").GetByRole(AriaRole.Link)).ToHaveTextAsync(["Both"]);
                // From a target to another target: the page shows that one.
                await page.Section("Used by").GetByRole(AriaRole.Link, new() { Name = "Both" }).ClickAsync();
                await page.HeadingAsync("Both");
                await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Both");
                await Expect(page.Section("Used by").GetByText("No campaign routes to it")).ToBeVisibleAsync();

                await page.OpenAsync($"/console/targets/{targets[0]}");
                await Expect(page.Section("Used by").GetByRole(AriaRole.Link)).ToHaveTextAsync(["Roofing", "Both"]);
                await PageCheck.HoldsAsync(page);
                foreach (var card in new[] { $"buyers/{buyer}", $"publishers/{publisher}" })
                {
                    await page.OpenAsync($"/console/{card}");
                    await page.Section("Used by").GetByRole(AriaRole.Link, new() { Name = "Roofing" }).ClickAsync();
                    await page.HeadingAsync("Roofing");
                }

                await server.Api.PostAsync("advertisers", new { name = "Acme" });
                await page.OpenAsync("/console/attribution/advertisers/1");
                await Expect(page.Section("Used by").GetByText("It has no offer yet.")).ToBeVisibleAsync();
                await server.Api.PostAsync("offers", new { name = "Home insurance", advertiserId = 1 });
                await page.ReloadAsync();
                await page.Section("Used by").GetByRole(AriaRole.Link, new() { Name = "Home insurance" }).ClickAsync();
                await page.HeadingAsync("Home insurance");
                await Expect(page.Section("Used by").GetByText("No campaign runs it yet.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            }
        );
}

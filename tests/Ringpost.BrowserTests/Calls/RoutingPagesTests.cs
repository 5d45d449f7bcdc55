using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Shares, groups, limits and the fallback, entered by hand.</summary>
public sealed class RoutingPagesTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task Calls_are_split_limited_and_never_left_alone(int width) =>
        console.VisitAsync(
            async page =>
            {
                var (one, two, both) = ($"One at {width}", $"Two at {width}", $"Both at {width}");
                foreach (var name in new[] { one, two, both })
                {
                    await page.OpenAsync("/console/targets");
                    await page.ClickButtonAsync("Create Target");
                    var dialog = page.OpenDialog();
                    await dialog.EnterAsync("Name", name);
                    if (name != both)
                        await dialog.EnterAsync("Destination", "+12025550190");
                    else
                    {
                        await dialog.ChooseAsync("Destination type", "Group that rings together");
                        await dialog.GetByLabel(one, new() { Exact = true }).CheckAsync();
                        await dialog.ClickButtonAsync("Create");
                        await Expect(dialog.GetByText("2 to 10 targets, which ring together.")).ToBeVisibleAsync();
                        await dialog.GetByLabel(two, new() { Exact = true }).CheckAsync();
                    }

                    await dialog.ClickButtonAsync("Create");
                    await Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
                }

                await page.GetByRole(AriaRole.Link, new() { Name = both, Exact = true }).ClickAsync();
                await page.HeadingAsync(both);
                await page.TabAsync("Duplicates and Recovery");
                var limits = page.Section("Duplicates and Recovery");
                await limits.ChooseAsync("Restrict duplicates", "By campaign – individual target");
                await limits.ChooseAsync("Restrict after", "Converted");
                await limits.EnterAsync("Duration", "0");
                await limits.EnterAsync("Reroute attempts", "2");
                await limits.ClickButtonAsync("Save");
                await Expect(limits.GetByText("A whole number from 1 to 3650.")).ToBeVisibleAsync();
                await limits.EnterAsync("Duration", "30");
                await limits.ClickButtonAsync("Save");
                await Expect(limits.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                await page.OpenAsync("/console/campaigns");
                await page.ClickButtonAsync("Create Campaign");
                await page.OpenDialog().EnterAsync("Name", $"Routing at {width}");
                await page.OpenDialog().ClickButtonAsync("Create");
                await page.HeadingAsync($"Routing at {width}");
                await page.TabAsync("Routing");
                foreach (var (name, weight) in new[] { (both, "5"), (one, "10") })
                {
                    await page.Section("Routes").ClickButtonAsync("Add Route");
                    var dialog = page.OpenDialog();
                    await dialog.ChooseAsync("Target", name);
                    await dialog.EnterAsync("Weight", weight);
                    await dialog.ChooseAsync("Convert On", "Successful connection");
                    await dialog.EnterAsync("Revenue", "5");
                    await dialog.ClickButtonAsync("Add");
                    await Expect(page.Section("Routes").GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
                }

                await Expect(page.Section("Routes").GetByText(new Regex("^(66[.]7|33[.]3) %$"))).ToHaveCountAsync(2);
                var fallback = page.Section("Fallback");
                await fallback.ChooseAsync("Fallback", "Spoken message");
                await fallback.EnterAsync("Message", "Call again & again.");
                await fallback.ClickButtonAsync("Save");
                await Expect(fallback.GetByText("<Say>Call again &amp; again.</Say>")).ToBeVisibleAsync();
                await Expect(fallback.GetByRole(AriaRole.Link, new() { Name = "Download TwiML" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
            },
            width
        );

    [Fact]
    public Task The_weight_direction_is_a_setting() =>
        console.VisitAsync(async page =>
        {
            await page.OpenAsync("/console/settings/routing");
            var weight = page.Section("Weight");
            await weight.ChooseAsync("Of two weights", "The larger gets more: 10 gets twice the calls of 5");
            await weight.ClickButtonAsync("Save");
            await Expect(weight.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        });
}

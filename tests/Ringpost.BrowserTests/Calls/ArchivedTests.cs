using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>What was archived is found in its list, looked at and brought back, one by one or together.</summary>
public sealed class ArchivedTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task An_archived_target_is_found_looked_at_and_restored(int width, ColorScheme theme)
    {
        var name = $"Gone {width}";
        using var api = await OpenApiAsync(name);
        var buyer = await api.PostAsync("buyers", new { name = $"Buyer {width}" });
        var target = await api.PostAsync(
            "targets",
            new
            {
                name,
                buyerId = (string)buyer["id"]!,
                destination = new { type = "number", value = "+12025550190" },
            }
        );
        await ArchiveAsync(api, $"targets/{target["id"]}");
        await ArchiveAsync(api, $"buyers/{buyer["id"]}");
        var axe = await NpmPackages.ReadAxeAsync();
        await console.VisitAsync(
            async page =>
            {
                await page.OpenWholeAsync($"/console/targets?q={Uri.EscapeDataString(name)}");
                await Expect(page.GetByText("Nothing matches")).ToBeVisibleAsync();
                if (width < 700)
                    await page.ClickButtonAsync("Filters");
                await page.GetByLabel("Show", new() { Exact = true }).SelectOptionAsync("Archived");
                await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("archived=true"));
                var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
                await Expect(row.GetByText("Archived", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(row).ToContainTextAsync($"Buyer {width}");
                await PageCheck.HoldsAsync(page);
                await NothingFoundAsync(page, axe);

                await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
                await page.HeadingAsync(name);
                await Expect(page.GetByText("Archived since")).ToBeVisibleAsync();
                await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeDisabledAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Archive target" })).ToHaveCountAsync(0);
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Duplicate" })).ToHaveCountAsync(0);
                await PageCheck.HoldsAsync(page);
                await NothingFoundAsync(page, axe);

                await page.ClickButtonAsync("Restore");
                await Expect(page.GetByText($"It hangs on the buyer “Buyer {width}”, which is archived. Restore that first."))
                    .ToBeVisibleAsync();
                await api.PostAsync($"buyers/{buyer["id"]}/restore", new { });
                await page.ClickButtonAsync("Restore");
                await Expect(page.GetByText("Archived since")).ToHaveCountAsync(0);
                await page.FocusAtTitleAsync(name);
                await Expect(page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
                await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeEnabledAsync();
                await page.TabAsync("History");
                var rows = page.Section("History").GetByRole(AriaRole.Row);
                await Expect(rows.Nth(1)).ToContainTextAsync("Restore");
                await Expect(rows.Nth(1)).ToContainTextAsync("Archived");
                await Expect(rows.Nth(2)).ToContainTextAsync("Archive");
            },
            width,
            theme
        );
    }

    [Fact]
    public async Task Archived_campaigns_are_restored_together_and_each_card_says_so()
    {
        const string Name = "Together";
        using var api = await OpenApiAsync(Name);
        for (var i = 1; i <= 2; i++)
            await ArchiveAsync(api, $"call-campaigns/{(await api.PostAsync("call-campaigns", new { name = $"{Name} {i}" }))["id"]}");
        var card = $"/console/campaigns/{(await api.ListAsync($"call-campaigns?archived=true&search={Name}"))[0]!["id"]}";
        await console.VisitAsync(async page =>
        {
            foreach (var tab in (string[])["general", "routing", "payouts", "doors", "pixels", "history"])
            {
                await page.OpenWholeAsync($"{card}?tab={tab}");
                await Expect(page.GetByText("Archived since")).ToBeVisibleAsync();
                await Expect(page.GetByText("does not exist")).ToHaveCountAsync(0);
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToHaveCountAsync(0);
            }

            await page.OpenWholeAsync($"/console/campaigns?archived=true&q={Name}");
            await page.GetByLabel("Select the rows of this page").CheckAsync();
            var bar = page.GetByRole(AriaRole.Group, new() { Name = "Selected campaigns" });
            await Expect(bar.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToHaveCountAsync(0);
            await bar.ClickButtonAsync("Restore…");
            var dialog = page.OpenDialog();
            await Expect(dialog.GetByText("2 campaigns will be restored. Nothing is stored yet.")).ToBeVisibleAsync();
            await dialog.ClickButtonAsync("Restore 2 campaigns");
            await Expect(dialog.GetByText("2 campaigns restored.")).ToBeVisibleAsync();
            await dialog.ClickButtonAsync("Close");
            await Expect(page.GetByText("Nothing matches")).ToBeVisibleAsync();
            Assert.Equal(2, (await api.ListAsync($"call-campaigns?search={Name}")).Count);
        });
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_number_that_rests_is_restored_by_the_same_override_that_gives_it_away(int width)
    {
        using var api = await OpenApiAsync($"Resting {width}");
        var campaign = (string)(await api.PostAsync("call-campaigns", new { name = $"Resting {width}" }))["id"]!;
        var publishers = new List<string>();
        foreach (var name in (string[])["First", "Second"])
            publishers.Add((string)(await api.PostAsync("publishers", new { name = $"{name} {width}" }))["id"]!);
        var cards = new List<string>();
        foreach (var publisher in publishers)
        {
            var number = await api.PostAsync(
                "numbers",
                new
                {
                    number = width < 700 ? "+12025550119" : "+12025550118",
                    callCampaignId = campaign,
                    publisherId = publisher,
                    overrideRest = true,
                }
            );
            await ArchiveAsync(api, $"numbers/{number["id"]}");
            cards.Add($"/console/numbers/{number["id"]}");
        }

        await console.VisitAsync(
            async page =>
            {
                await page.OpenWholeAsync(cards[0]);
                await page.ClickButtonAsync("Restore");
                await Expect(page.GetByText("It can be given now by an explicit override.")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await page.GetByLabel("Give it now although it still rests").CheckAsync();
                await page.ClickButtonAsync("Restore");
                await Expect(page.GetByText("Archived since")).ToHaveCountAsync(0);
                await page.TabAsync("Assignments");
                await Expect(page.Section("Assignments").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync($"First {width}");
            },
            width
        );
    }

    private async Task<ApiClient> OpenApiAsync(string name)
    {
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", name, "--role", "admin");
        return new ApiClient(console.Server.Url, key);
    }

    private static async Task ArchiveAsync(ApiClient api, string path)
    {
        using var answer = await api.TryAsync(HttpMethod.Delete, path);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task NothingFoundAsync(IPage page, string? axe)
    {
        if (axe is null)
            return;
        var found = await PageEye.FindAsync(page, axe);
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}

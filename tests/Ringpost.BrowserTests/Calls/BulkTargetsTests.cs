using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Many targets are changed together: selected, foreseen, carried out; also by keyboard alone and at the width of a telephone.</summary>
public sealed class BulkTargetsTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Selected_targets_are_changed_after_a_preview_of_each(int width, ColorScheme theme)
    {
        var name = $"Bulk {width}";
        using var api = await CreateAsync(name, 3);
        var axe = await NpmPackages.ReadAxeAsync();
        await console.VisitAsync(
            async page =>
            {
                await page.OpenWholeAsync($"/console/targets?q={Uri.EscapeDataString(name)}");
                await page.GetByLabel($"Select {name} 1", new() { Exact = true }).CheckAsync();
                var bar = page.GetByRole(AriaRole.Group, new() { Name = "Selected targets" });
                await Expect(bar.GetByText("1 selected")).ToBeVisibleAsync();
                await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/console/targets\\?"));
                await bar.ClickButtonAsync("Select all of this list");
                await Expect(bar.GetByText("3 selected")).ToBeVisibleAsync();
                await Expect(bar).ToBeInViewportAsync();
                await PageCheck.HoldsAsync(page);
                await NothingFoundAsync(page, axe);

                // Fields, an error at its field, the preview, the result.
                await bar.ClickButtonAsync("Change…");
                var dialog = page.OpenDialog();
                await dialog.ChooseAsync("What to change", "Ring time");
                await dialog.EnterAsync("Ring time", "0");
                await dialog.ClickButtonAsync("Preview");
                await Expect(dialog.GetByText("A whole number from 1 to 600.")).ToBeVisibleAsync();
                await dialog.EnterAsync("Ring time", "45");
                await dialog.ClickButtonAsync("Preview");
                await Expect(dialog.GetByText("2 targets will be changed; 1 is so already. Nothing is stored yet.")).ToBeVisibleAsync();
                await Expect(dialog.GetByText("Will change", new() { Exact = true })).ToHaveCountAsync(2);
                await PageCheck.HoldsAsync(page);
                await NothingFoundAsync(page, axe);

                // Somebody else is quicker with one of them.
                var first = (await api.ListAsync($"targets?search={Uri.EscapeDataString(name + " 1")}"))[0]!;
                await api.PatchAsync($"targets/{first["id"]}", new { ringSeconds = 20 });
                await dialog.ClickButtonAsync("Change 2 targets");
                await Expect(dialog.GetByText("1 target changed; 1 is so already; 1 is refused and stays as it is.")).ToBeVisibleAsync();
                await Expect(dialog.GetByText("It was changed since the preview")).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);
                await dialog.ClickButtonAsync("Close");
                await Expect(dialog).ToHaveCountAsync(0);
                await Expect(bar).ToHaveCountAsync(0);
                var seconds = (await api.ListAsync($"targets?search={Uri.EscapeDataString(name)}")).Select(t => (int)t!["ringSeconds"]!);
                Assert.Equal([20, 45, 45], seconds.Order());

                // The history of each says who.
                await page.GetByRole(AriaRole.Link, new() { Name = $"{name} 2", Exact = true }).ClickAsync();
                await page.HeadingAsync($"{name} 2");
                await page.TabAsync("History");
                var change = page.Section("History").GetByRole(AriaRole.Row).Filter(new() { HasText = "Ring seconds" });
                await Expect(change.First).ToContainTextAsync(ConsoleFixture.Administrator);
            },
            width,
            theme
        );
    }

    [Fact]
    public async Task The_keyboard_alone_pauses_and_archives_many()
    {
        const string Name = "By keys";
        using var api = await CreateAsync(Name, 2);
        await console.VisitAsync(async page =>
        {
            await page.OpenWholeAsync($"/console/targets?q={Uri.EscapeDataString(Name)}");
            await page.GetByLabel("Select the rows of this page").FocusAsync();
            await page.Keyboard.PressAsync("Space");
            var bar = page.GetByRole(AriaRole.Group, new() { Name = "Selected targets" });
            await Expect(bar.GetByText("2 selected")).ToBeVisibleAsync();
            await Expect(page.GetByLabel($"Select {Name} 1", new() { Exact = true })).ToBeCheckedAsync();
            await bar.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var dialog = page.OpenDialog();
            var words = dialog.GetByText("2 targets will be paused. Nothing is stored yet.");
            await Expect(words).ToBeFocusedAsync();
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause 2 targets" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog.GetByText("2 targets paused.")).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.FocusAtTitleAsync("Targets");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Resume target {Name} 1", Exact = true })).ToBeVisibleAsync();

            // Another filter lets go of what it hides.
            await page.GetByLabel($"Select {Name} 1", new() { Exact = true }).CheckAsync();
            await page.GetByLabel("Find by name or destination").FillAsync($"{Name} 2");
            await page.Keyboard.PressAsync("Enter");
            await Expect(bar).ToHaveCountAsync(0);
            await page.GetByLabel($"Select {Name} 2", new() { Exact = true }).CheckAsync();
            await bar.ClickButtonAsync("Archive…");
            await dialog.ClickButtonAsync("Archive 1 target");
            await Expect(dialog.GetByText("1 target archived.")).ToBeVisibleAsync();
            await dialog.ClickButtonAsync("Close");
            await Expect(page.GetByText("Nothing matches")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_run_shows_how_far_it_is_and_stops_where_it_is_told_to()
    {
        const string Name = "Stopped";
        const int Count = 600;
        using var api = await CreateAsync(Name, Count);
        await console.VisitAsync(async page =>
        {
            await page.OpenWholeAsync($"/console/targets?q={Name}");
            await page.GetByLabel("Select the rows of this page").CheckAsync();
            var bar = page.GetByRole(AriaRole.Group, new() { Name = "Selected targets" });
            await bar.ClickButtonAsync("Select all of this list");
            await Expect(bar.GetByText($"{Count} selected")).ToBeVisibleAsync();
            await bar.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
            var dialog = page.OpenDialog();
            await dialog.ClickButtonAsync($"Pause {Count} targets");
            await Expect(dialog.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
            // What was begun in earnest is seen to its end: Escape closes nothing meanwhile, however often.
            for (var i = 0; i < 3; i++)
                await page.Keyboard.PressAsync("Escape");
            await dialog.ClickButtonAsync("Stop");
            await Expect(dialog.GetByText("are as they were: it was stopped before.")).ToBeFocusedAsync();
            await Expect(dialog.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
            var words = await dialog.GetByText("it was stopped before.").InnerTextAsync();
            var paused = (await api.ListAsync($"targets?search={Name}")).Count(t => !(bool)t!["enabled"]!);
            Assert.InRange(paused, 0, Count - 1);
            Assert.Equal(
                $"{paused} target{(paused == 1 ? "" : "s")} paused; {Count - paused} are as they were: it was stopped before.",
                words
            );
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
            await Expect(bar).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Hours_are_set_for_many_and_taken_away_again()
    {
        const string Name = "Opened";
        using var api = await CreateAsync(Name, 2);
        async Task<string?[]> MondaysAsync() =>
            [
                .. (await api.ListAsync($"targets?search={Name}")).Select(t =>
                    (string?)t!["hours"]?["days"]!.AsArray().First(d => (string)d!["day"]! == "monday")!["open"]
                ),
            ];
        await console.VisitAsync(async page =>
        {
            await page.OpenWholeAsync($"/console/targets?q={Name}");
            var bar = page.GetByRole(AriaRole.Group, new() { Name = "Selected targets" });
            var dialog = page.OpenDialog();
            await OpenHoursAsync(page, bar, dialog);
            await dialog.GetByLabel("Only at certain hours").CheckAsync();
            await dialog.EnterAsync("Time zone", "Moon/Base");
            await dialog.ClickButtonAsync("Preview");
            await Expect(dialog.GetByLabel("Time zone")).ToBeFocusedAsync();
            await dialog.EnterAsync("Time zone", "America/Chicago");
            var monday = dialog.GetByRole(AriaRole.Group, new() { Name = "Monday" });
            await monday.EnterAsync("Opens", "08:30");
            await dialog.ClickButtonAsync("Preview");
            await Expect(dialog.GetByText("2 targets will be changed. Nothing is stored yet.")).ToBeVisibleAsync();
            await Expect(dialog.GetByText("America/Chicago").First).ToBeVisibleAsync();
            Assert.Equal([null, null], await MondaysAsync());
            await dialog.ClickButtonAsync("Change 2 targets");
            await Expect(dialog.GetByText("2 targets changed.")).ToBeVisibleAsync();
            Assert.All(await MondaysAsync(), open => Assert.StartsWith("08:30", open, StringComparison.Ordinal));
            await dialog.ClickButtonAsync("Close");

            // Without the tick they are open at all hours again.
            await OpenHoursAsync(page, bar, dialog);
            await dialog.GetByLabel("Only at certain hours").UncheckAsync();
            await dialog.ClickButtonAsync("Preview");
            await dialog.ClickButtonAsync("Change 2 targets");
            await Expect(dialog.GetByText("2 targets changed.")).ToBeVisibleAsync();
            Assert.Equal([null, null], await MondaysAsync());
        });
    }

    private static async Task OpenHoursAsync(IPage page, ILocator bar, ILocator dialog)
    {
        await page.GetByLabel("Select the rows of this page").CheckAsync();
        await bar.ClickButtonAsync("Change…");
        await dialog.ChooseAsync("What to change", "Hours");
    }

    private async Task<ApiClient> CreateAsync(string name, int count)
    {
        var key = await console.Server.CommandAsync("admin", "api-key", "--name", $"{name} {count}", "--role", "admin");
        var api = new ApiClient(console.Server.Url, key);
        for (var i = 1; i <= count; i++)
            await api.PostAsync(
                "targets",
                new
                {
                    name = $"{name} {i}",
                    destination = new { type = "number", value = $"+12025550{190 + (i % 10)}" },
                    ringSeconds = i == 3 ? 45 : 30,
                }
            );
        return api;
    }

    private static async Task NothingFoundAsync(IPage page, string? axe)
    {
        if (axe is null)
            return;
        var found = await PageEye.FindAsync(page, axe);
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}

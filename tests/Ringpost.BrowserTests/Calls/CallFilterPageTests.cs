using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Calls;

/// <summary>Filters on columns and tags, made by hand; they are part of the address.</summary>
public sealed class CallFilterPageTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task Filters_are_added_together_and_taken_away_one_by_one(int width) =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console/calls?range=30d");
                await AddAsync(page, width, "Connected", "equals", chooses: "No");
                await Expect(Chip(page, "Connected: no")).ToBeVisibleAsync();
                await AddAsync(page, width, "Tag…", "contains", "nowhere at all", tag: "User:zip");
                var tag = Chip(page, "tag:User:zip contains “nowhere at all”");
                await Expect(tag).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" })).ToBeVisibleAsync();
                await PageCheck.HoldsAsync(page);

                // The address alone brings both back.
                await page.ReloadAsync();
                await tag.ClickAsync();
                await Expect(tag).ToHaveCountAsync(0);
                await Expect(Chip(page, "Connected: no")).ToBeVisibleAsync();
                await Expect(page.GetByRole(AriaRole.Link, new() { Name = "CSV" })).ToHaveAttributeAsync("href", new Regex("hasConnected"));
            },
            width
        );

    private static async Task AddAsync(
        IPage page,
        int width,
        string column,
        string comparison,
        string? value = null,
        string? tag = null,
        string? chooses = null
    )
    {
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Add filter", Exact = true });
        if (width == 390 && !await add.IsVisibleAsync())
            await page.ClickButtonAsync("Filters");
        await add.ClickAsync();
        var dialog = page.OpenDialog();
        await dialog.ChooseAsync("Column", column);
        if (tag is not null)
            await dialog.EnterAsync("Tag", tag);
        await dialog.ChooseAsync("Comparison", comparison);
        if (tag is not null)
        {
            // Only “equals” does without a value.
            await dialog.ClickButtonAsync("Add");
            await Expect(dialog.GetByText("A value is needed.").First).ToBeVisibleAsync();
        }

        if (chooses is not null)
            await dialog.ChooseAsync("Value", chooses);
        else
            await dialog.EnterAsync("Value", value!);
        await dialog.ClickButtonAsync("Add");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private static ILocator Chip(IPage page, string words) => page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
}

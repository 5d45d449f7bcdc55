using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>What a person does on any page, found by role and label.</summary>
internal static class PageActions
{
    /// <summary>Opens a page and waits until its circuit drew it.</summary>
    public static async Task OpenAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
    }

    /// <summary>Opens a page and waits until nothing on it is a skeleton any more.</summary>
    public static async Task OpenWholeAsync(this IPage page, string path)
    {
        await page.OpenAsync(path);
        await Assertions.Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Clicks an entry of the left menu; Campaigns stands in two groups.</summary>
    public static async Task MenuAsync(this IPage page, string group, string entry)
    {
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })
            .GetByRole(AriaRole.List, new() { Name = group, Exact = true })
            .GetByRole(AriaRole.Link, new() { Name = entry, Exact = true })
            .ClickAsync();
        await page.HeadingAsync(entry);
    }

    public static Task HeadingAsync(this IPage page, string title) =>
        page.GetByRole(
                AriaRole.Heading,
                new()
                {
                    Level = 1,
                    Name = title,
                    Exact = true,
                }
            )
            .WaitForAsync();

    /// <summary>A page sets the focus to its title once it is drawn: keys that are pressed before that go astray.</summary>
    public static Task FocusAtTitleAsync(this IPage page, string title) =>
        Assertions
            .Expect(
                page.GetByRole(
                    AriaRole.Heading,
                    new()
                    {
                        Level = 1,
                        Name = title,
                        Exact = true,
                    }
                )
            )
            .ToBeFocusedAsync();

    /// <summary>Opens a tab of a card.</summary>
    public static async Task TabAsync(this IPage page, string tab)
    {
        var link = page.GetByRole(AriaRole.Navigation, new() { Name = "Parts of this card" })
            .GetByRole(AriaRole.Link, new() { Name = tab, Exact = true });
        await link.ClickAsync();
        await Assertions.Expect(link).ToHaveAttributeAsync("aria-current", "page");
    }

    public static Task ClickButtonAsync(this IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    /// <summary>Presses "Load again" until the page shows what some worker of the server does in its own time.</summary>
    public static async Task LoadAgainUntilAsync(this IPage page, ILocator shown)
    {
        for (var look = 0; look < 60 && !await shown.IsVisibleAsync(); look++)
        {
            await page.ClickButtonAsync("Load again");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }

        await Assertions.Expect(shown).ToBeVisibleAsync();
    }

    public static ILocator OpenDialog(this IPage page) => page.GetByRole(AriaRole.Dialog);

    public static Task ClickButtonAsync(this ILocator part, string button) =>
        part.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public static Task EnterAsync(this ILocator part, string label, string value) =>
        part.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    /// <summary>Chooses the first option with this in its text; ids stand behind names.</summary>
    public static async Task ChooseAsync(this ILocator part, string label, string option)
    {
        var select = part.GetByLabel(label, new() { Exact = true });
        var value = await select.Locator("option").Filter(new() { HasText = option }).First.GetAttributeAsync("value");
        await select.SelectOptionAsync(value!);
    }

    /// <summary>Opens a folded part of a form.</summary>
    public static Task UnfoldAsync(this ILocator part, string title) =>
        part.Locator("summary").Filter(new() { Has = part.Page.GetByText(title, new() { Exact = true }) }).ClickAsync();

    /// <summary>The part of a card with this heading.</summary>
    public static ILocator Section(this IPage page, string title) => page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });
}

using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

public sealed class EveryPageTests(ConsoleFixture console)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task Every_page_of_the_menu_fits_and_can_be_read(int width, ColorScheme theme) =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console");
                var paths = await page.EvaluateAsync<string[]>(
                    "[...document.querySelectorAll('#menu a')].map(a => new URL(a.href).pathname)"
                );
                Assert.True(paths.Length > 20, "The menu lost its entries.");
                foreach (var path in paths)
                {
                    await page.OpenWholeAsync(path);
                    Assert.NotEqual("No such page", await page.InnerTextAsync("h1"));
                    Assert.NotEqual("This page failed", await page.InnerTextAsync("h1"));
                    await PageCheck.HoldsAsync(page);
                    Assert.Null(await PageShift.TakeAsync(page));
                }
            },
            width,
            theme
        );

    [Fact]
    public Task On_a_telephone_the_menu_is_a_drawer() =>
        console.VisitAsync(
            async page =>
            {
                await page.OpenAsync("/console");
                var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
                Assert.False(await menu.IsVisibleAsync());

                await page.ClickButtonAsync("Menu");
                await page.MenuAsync("Attribution", "Advertisers");

                await menu.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            },
            width: 390
        );
}

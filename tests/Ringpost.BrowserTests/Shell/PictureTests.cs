using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>
/// Every page of the demo, looked at by axe and photographed into <c>artifacts/pictures</c>: <c>./pictures</c>. The pages of the menu, the first
/// card of each list, each tab of a card, and the dialogs that begin something. It takes minutes, so it is run when it is asked for.
/// </summary>
public sealed class PictureTests
{
    // What axe looks at is the same at the widths between.
    private static readonly int[] WidthsForAxe = [390, 1280];

    private static readonly int[] Widths = [.. Asked("Widths", "390,768,1280,1920").Select(int.Parse)];
    private static readonly ColorScheme[] Themes = [.. Asked("Themes", "light,dark").Select(t => Enum.Parse<ColorScheme>(t, true))];

    [Fact(Explicit = true)]
    public async Task Every_page_is_photographed_and_axe_finds_nothing()
    {
        var axe = await NpmPackages.ReadAxeAsync();
        Assert.NotNull(axe);
        var folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable("RINGPOST_Pictures") ?? "artifacts/pictures").FullName;
        await using var demo = await Demo.StartAsync();
        var walk = new PageWalk(Asked("Pages", ""));
        var findings = new List<string>();
        foreach (var theme in Themes)
        {
            var eye = new PageEye(axe, folder, theme, Widths, WidthsForAxe, findings);
            await demo.VisitAsync(
                theme,
                signedIn: false,
                async page =>
                {
                    await page.GotoAsync("/signin");
                    await eye.LookAsync(page, "/signin");
                }
            );
            await demo.VisitAsync(
                theme,
                signedIn: true,
                async page =>
                {
                    await walk.RunAsync(
                        page,
                        async path =>
                        {
                            await eye.LookAsync(page, path);
                            // The dialog that begins something new, where the page has one.
                            if (
                                path.Contains('?', StringComparison.Ordinal)
                                || await page.Locator(".rp-head button.rp-button").CountAsync() == 0
                            )
                                return;
                            await page.OpenWholeAsync(path + "?new=1");
                            if (await page.Locator("dialog[open]").CountAsync() > 0)
                                await eye.LookAsync(page, path + "?tab=new");
                        }
                    );
                }
            );
        }

        Assert.True(Asked("Pages", "").Length > 0 || walk.Paths.Count > 60, $"Only {walk.Paths.Count} pages were found.");
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    /// <summary>On the first load and on the way from the start page, on a telephone and on a screen: <c>shifts.txt</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Nothing_moves_while_the_rest_of_a_page_comes()
    {
        var folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable("RINGPOST_Pictures") ?? "artifacts/pictures").FullName;
        await using var demo = await Demo.StartAsync();
        var walk = new PageWalk(Asked("Pages", ""));
        var findings = new List<string>();
        foreach (var width in (int[])[390, 1280])
            await demo.VisitAsync(
                ColorScheme.Light,
                signedIn: true,
                async page =>
                {
                    async Task LookAsync(string path, string way)
                    {
                        if (await PageShift.TakeAsync(page) is not { } moved)
                            return;
                        findings.Add($"{path} ({width}, {way}): {moved}");
                        await File.AppendAllLinesAsync(Path.Combine(folder, "shifts.txt"), [findings[^1]]);
                    }

                    await page.SetViewportSizeAsync(width, 860);
                    await walk.RunAsync(
                        page,
                        async path =>
                        {
                            await LookAsync(path, "opened");
                            await PageShift.GoAsync(page, path == "/console" ? "/console/settings" : "/console");
                            await PageShift.TakeAsync(page);
                            await PageShift.GoAsync(page, path);
                            await LookAsync(path, "from another page");
                        }
                    );
                }
            );

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private static string[] Asked(string name, string absent) =>
        (Environment.GetEnvironmentVariable("RINGPOST_Picture" + name) ?? absent).Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    /// <summary>The few that the documentation shows: <c>./pictures --docs</c>.</summary>
    [Fact(Explicit = true)]
    public async Task The_pictures_of_the_documentation_are_taken()
    {
        var folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable("RINGPOST_Pictures") ?? "docs/pictures").FullName;
        await using var demo = await Demo.StartAsync();
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            await demo.VisitAsync(
                theme,
                signedIn: true,
                async page =>
                {
                    await page.SetViewportSizeAsync(1180, 720);
                    await page.OpenWholeAsync("/console/calls");
                    // The converted and paid one of those that the demo tells of.
                    var call = await page.GetByRole(AriaRole.Row)
                        .Filter(new() { HasText = "(415) 555-0171" })
                        .Last.Locator("a")
                        .First.GetAttributeAsync("href");
                    var dark = theme == ColorScheme.Dark;
                    (string Name, string Path)[] pictures = dark
                        ? [("live", "/console/live")]
                        :
                        [
                            ("calls", "/console/calls"),
                            ("call", call!),
                            ("whole-story", $"{call}/trace"),
                            ("report", "/console/report?range=7d"),
                            ("agreement", "/console/agreement"),
                            ("set-up-guide", "/console/setup-guide"),
                        ];
                    foreach (var (name, path) in pictures)
                    {
                        await page.OpenWholeAsync(path);
                        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
                    }
                }
            );
    }

    /// <summary>The demo, a browser, and the demo's person signed in.</summary>
    private sealed class Demo(RingpostServer server, IPlaywright playwright, IBrowser browser, string state) : IAsyncDisposable
    {
        public static async Task<Demo> StartAsync()
        {
            var (server, password) = await ServerProgram.StartDemoAsync();
            var (playwright, browser) = await Chromium.StartAsync();
            // On a busy machine a page may take its time; here nobody waits for it.
            Assertions.SetDefaultExpectTimeout(120_000);
            await using var context = await browser.NewContextAsync(new() { BaseURL = server.Url.AbsoluteUri });
            var page = await context.NewPageAsync();
            await page.GotoAsync("/console");
            await page.GetByLabel("E-mail or name").FillAsync("demo");
            await page.GetByLabel("Password").FillAsync(password);
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
            return new Demo(server, playwright, browser, await context.StorageStateAsync());
        }

        public Task VisitAsync(ColorScheme theme, bool signedIn, Func<IPage, Task> visit) =>
            Visit.RunAsync(browser, server, signedIn ? state : null, 1280, theme, visit);

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            playwright.Dispose();
            await server.DisposeAsync();
        }
    }
}

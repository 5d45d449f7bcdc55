using System.Text.Json;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>
/// Every page of the demo, looked at by axe and photographed into <c>artifacts/pictures</c>: <c>./pictures</c>. The pages of the menu, the first
/// card of each list, and each tab of a card. It takes minutes, so it is run when it is asked for.
/// </summary>
public sealed class PictureTests
{
    private static readonly int[] Widths = [390, 768, 1280, 1920];

    [Fact(Explicit = true)]
    public async Task Every_page_is_photographed_and_axe_finds_nothing()
    {
        var axe = await NpmPackages.ReadAxeAsync();
        Assert.NotNull(axe);
        var folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable("RINGPOST_Pictures") ?? "artifacts/pictures").FullName;
        var (server, password) = await ServerProgram.StartDemoAsync();
        await using var program = server;
        var (playwright, browser) = await Chromium.StartAsync();
        using var owned = playwright;
        await using var alsoOwned = browser;
        var signedIn = await SignInAsync(browser, server, password);
        var paths = await FindAsync(browser, server, signedIn);
        Assert.True(paths.Count > 60, $"Only {paths.Count} pages were found.");

        var findings = new List<string>();
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            await Visit.RunAsync(
                browser,
                server,
                signedIn,
                1280,
                theme,
                async page =>
                {
                    foreach (var path in paths)
                    {
                        await DrawnAsync(page, path);
                        foreach (var width in Widths)
                        {
                            await page.SetViewportSizeAsync(width, width < 600 ? 844 : 860);
                            var name = $"{NameOf(path)}-{width}-{theme.ToString().ToLowerInvariant()}.png";
                            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
                            // What axe looks at is the same at the widths between.
                            if (width is not (390 or 1280))
                                continue;
                            var found = await LookAsync(page, axe, $"{path} ({width}, {theme})");
                            findings.AddRange(found);
                            await File.AppendAllLinesAsync(Path.Combine(folder, "axe.txt"), found);
                        }
                    }
                }
            );
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private static async Task<string> SignInAsync(IBrowser browser, RingpostServer server, string password)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = server.Url.AbsoluteUri });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/console");
        await page.GetByLabel("E-mail or name").FillAsync("demo");
        await page.GetByLabel("Password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
        return await context.StorageStateAsync();
    }

    /// <summary>Menu, then what its pages lead to: the first row of a list, the tabs of a card, links in a page's head.</summary>
    private static async Task<IReadOnlyList<string>> FindAsync(IBrowser browser, RingpostServer server, string signedIn)
    {
        const string Links = """
            () => {
              const of = a => { const url = new URL(a.href); return url.pathname + (url.searchParams.has('tab') ? '?tab=' + url.searchParams.get('tab') : ''); };
              const row = document.querySelector('main tbody a[href^="/console/"]');
              return [...document.querySelectorAll('#menu a, main .rp-tabs a, main .rp-head a, main .rp-page-head a'), ...(row ? [row] : [])].map(of).filter(p => p.startsWith('/console'));
            }
            """;
        var found = new List<string> { "/console" };
        await Visit.RunAsync(
            browser,
            server,
            signedIn,
            1280,
            ColorScheme.Light,
            async page =>
            {
                for (var i = 0; i < found.Count; i++)
                {
                    await DrawnAsync(page, found[i]);
                    foreach (var path in await page.EvaluateAsync<string[]>(Links))
                        if (!found.Contains(path) && NameOf(path) is var name && found.TrueForAll(f => NameOf(f) != name))
                            found.Add(path);
                }
            }
        );
        return found;
    }

    private static async Task DrawnAsync(IPage page, string path)
    {
        await page.OpenAsync(path);
        await Assertions.Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>The path with <c>id</c> for what names a record: one card of each kind is enough.</summary>
    private static string NameOf(string path) =>
        string.Join(
            '-',
            path.Split('/', '?')
                .Where(p => p.Length > 0)
                .Select(p => p.Replace("tab=", "", StringComparison.Ordinal))
                .Select(p => p.Any(char.IsAsciiDigit) ? "id" : p)
        );

    private static async Task<IReadOnlyList<string>> LookAsync(IPage page, string axe, string where)
    {
        await page.EvaluateAsync(axe);
        var result = await page.EvaluateAsync<JsonElement>("() => axe.run()");
        return
        [
            .. result
                .GetProperty("violations")
                .EnumerateArray()
                .Select(v =>
                    $"{where}: {v.GetProperty("id").GetString()}: {string.Join(" | ", v.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html").GetString()![..Math.Min(160, n.GetProperty("html").GetString()!.Length)]))}"
                ),
        ];
    }
}

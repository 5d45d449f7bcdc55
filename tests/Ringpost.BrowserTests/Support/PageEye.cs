using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>Looks at pages in one theme: a picture at each width, what <see cref="PageCheck"/> and axe find, written down at once.</summary>
internal sealed class PageEye(string axe, string folder, ColorScheme theme, int[] widths, int[] widthsForAxe, List<string> findings)
{
    private const string Rules = """
        () => axe.run().then(r => r.violations.map(v =>
          `${v.id}: ` + v.nodes.slice(0, 3).map(n => `${n.target} ${n.html.slice(0, 160)}`).join(' | ')))
        """;

    public async Task LookAsync(IPage page, string path)
    {
        // The menu becomes a drawer between two widths: it must not be on its way when the picture is taken.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, width < 600 ? 844 : 860);
            var name = $"{PageWalk.NameOf(path)}-{width}-{theme.ToString().ToLowerInvariant()}.png";
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
            string[] found = [.. await PageCheck.FindAsync(page), .. widthsForAxe.Contains(width) ? await FindAsync(page, axe) : []];
            string[] lines = [.. found.Select(f => $"{path} ({width}, {theme}): {f}")];
            findings.AddRange(lines);
            await File.AppendAllLinesAsync(Path.Combine(folder, "axe.txt"), lines);
        }
    }

    /// <summary>What axe objects to on the page as it is: the rule, and the first elements.</summary>
    public static async Task<string[]> FindAsync(IPage page, string axe)
    {
        await page.EvaluateAsync(axe);
        return await page.EvaluateAsync<string[]>(Rules);
    }
}

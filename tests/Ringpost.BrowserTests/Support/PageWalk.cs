using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>Every page that can be reached: the menu's, the first card of each list, the tabs of a card, links in a page's head.</summary>
internal sealed class PageWalk(params string[] parts)
{
    private const string Links = """
        () => {
          const of = a => { const url = new URL(a.href); return url.pathname + (url.searchParams.has('tab') ? '?tab=' + url.searchParams.get('tab') : ''); };
          const row = document.querySelector('main tbody a[href^="/console/"]');
          return [...document.querySelectorAll('#menu a, main .rp-tabs a, main .rp-head a'), ...(row ? [row] : [])].map(of).filter(p => p.startsWith('/console'));
        }
        """;

    /// <summary>What was reached so far; a second walk goes the same way.</summary>
    public List<string> Paths { get; } = ["/console"];

    /// <summary>Opens one page after the other, drawn whole, and shows it to <paramref name="look"/>.</summary>
    public Task RunAsync(IPage page, Func<string, Task> look) => RunAsync(page, look, page.OpenWholeAsync);

    /// <summary>Likewise within the circuit of a page that stands open and is none of those that are reached first.</summary>
    public Task RunWithinAsync(IPage page, Func<string, Task> look) => RunAsync(page, look, path => PageShift.GoAsync(page, path));

    private async Task RunAsync(IPage page, Func<string, Task> look, Func<string, Task> open)
    {
        for (var i = 0; i < Paths.Count; i++)
        {
            await open(Paths[i]);
            foreach (var path in await page.EvaluateAsync<string[]>(Links))
                if (Paths.TrueForAll(f => NameOf(f) != NameOf(path)) && IsAskedFor(path))
                    Paths.Add(path);
            await look(Paths[i]);
        }
    }

    /// <summary>The path with <c>id</c> for what names a record: one card of each kind is enough.</summary>
    public static string NameOf(string path) =>
        string.Join(
            '-',
            path.Split('/', '?')
                .Where(p => p.Length > 0)
                .Select(p => p.Replace("tab=", "", StringComparison.Ordinal))
                .Select(p => p.Any(char.IsAsciiDigit) ? "id" : p)
        );

    private bool IsAskedFor(string path) => parts.Length == 0 || parts.Any(p => path.Contains(p, StringComparison.Ordinal));
}

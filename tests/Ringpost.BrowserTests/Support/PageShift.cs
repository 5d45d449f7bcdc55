using System.Globalization;
using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>How far what was drawn moved while the rest of a page came: the browser's own measure, from 0 for not at all.</summary>
internal static class PageShift
{
    /// <summary>Twice as strict as what search engines call good; a heading that slides by its own height stays below.</summary>
    public const double Most = 0.05;

    /// <summary>A change of the window's size moves everything, and is marked as a person's doing.</summary>
    public const string Watch = """
        window.shifts = [];
        new PerformanceObserver(list => {
          for (const entry of list.getEntries())
            if (!entry.hadRecentInput) window.shifts.push([entry.value, entry.sources.map(s => {
              const e = s.node?.nodeType === 1 ? s.node : s.node?.parentElement;
              return `${e?.tagName}.${e?.className} ${Math.round(s.previousRect.y)}→${Math.round(s.currentRect.y)} high ${Math.round(s.previousRect.height)}→${Math.round(s.currentRect.height)}`;
            })]);
        }).observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>Parts of a card fill themselves after it was drawn: the page counts as done once nothing in it changed for a while.</summary>
    private const string Taken = """
        () => new Promise(done => {
          const began = performance.now();
          let changed = began;
          const observer = new MutationObserver(() => changed = performance.now());
          observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          const look = () => {
            const now = performance.now();
            if (now - changed < 200 && now - began < 3000) return requestAnimationFrame(look);
            observer.disconnect();
            const taken = window.shifts;
            window.shifts = [];
            done([String(taken.reduce((sum, s) => sum + s[0], 0)), ...taken.flatMap(s => s[1])]);
          };
          look();
        })
        """;

    /// <summary>What moved since the page was opened or this was asked; null where it is little.</summary>
    public static async Task<string?> TakeAsync(IPage page)
    {
        var taken = await page.EvaluateAsync<string[]>(Taken);
        var sum = double.Parse(taken[0], CultureInfo.InvariantCulture);
        return sum <= Most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"moved by {sum:0.000}: {string.Join(" | ", taken.Skip(1).Take(6))}");
    }

    /// <summary>To another page or tab within the circuit, as a link leads there, drawn whole.</summary>
    public static async Task GoAsync(IPage page, string path)
    {
        await page.EvaluateAsync(
            "path => { const left = document.querySelector('h1'); if (left) left.dataset.left = ''; Blazor.navigateTo(path); }",
            path
        );
        // A card keeps its title while its tabs change.
        await page.Locator($"h1:not([data-left]), .rp-tabs a[aria-current=page][href$='{path[1..]}']").First.WaitForAsync();
        await Assertions.Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }
}

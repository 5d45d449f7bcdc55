using Microsoft.Playwright;
using Xunit;

namespace Ringpost.BrowserTests.Support;

/// <summary>What must hold on every page: it fits, everything has a name, every text can be read (design.md).</summary>
internal static class PageCheck
{
    private const string Script = """
        () => {
          const problems = [];
          const seen = e => e.checkVisibility({ visibilityProperty: true });
          const over = document.documentElement.scrollWidth - window.innerWidth;
          if (over > 0) problems.push('scrolls sideways by ' + over);
          if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) problems.push('id twice: ' + id);
          for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
            if (seen(field) && !field.labels?.length && !field.ariaLabel && !field.getAttribute('aria-labelledby')) problems.push('no label: ' + field.outerHTML.slice(0, 120));
          for (const button of document.querySelectorAll('button, a[href]'))
            if (seen(button) && !(button.innerText.trim() || button.ariaLabel || button.title)) problems.push('no name: ' + button.outerHTML.slice(0, 120));
          const rgb = text => (text.match(/[\d.]+/g) ?? []).map(Number);
          const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0.99) return c.slice(0, 3); } return [255, 255, 255]; };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !e.checkVisibility() || ['SCRIPT', 'STYLE', 'OPTION', 'TITLE'].includes(e.tagName) || e.closest('svg, :disabled, .rp-hidden')) continue;
            const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(behind(e))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) problems.push('contrast ' + ratio.toFixed(2) + ': ' + walker.currentNode.data.trim().slice(0, 60));
          }
          return problems;
        }
        """;

    /// <summary>What does not hold on the page as it is.</summary>
    public static Task<string[]> FindAsync(IPage page) => page.EvaluateAsync<string[]>(Script);

    public static async Task HoldsAsync(IPage page)
    {
        var problems = await FindAsync(page);
        Assert.True(problems.Length == 0, $"{page.Url}\n{string.Join('\n', problems)}");
    }
}

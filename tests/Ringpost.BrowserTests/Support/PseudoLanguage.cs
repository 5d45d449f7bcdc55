using System.Xml.Linq;

namespace Ringpost.BrowserTests.Support;

/// <summary>
/// A language that says each text in ⟦brackets⟧: what stands on a page outside of them comes from no resource file. It stands in for Swedish.
/// </summary>
internal static class PseudoLanguage
{
    /// <summary>Text nodes in the order of the page, so that a link within a sentence is inside; attributes each by itself.</summary>
    private const string Outside = """
        () => {
          const found = [];
          const isWords = text => /[A-Za-z]{2}/.test(text);
          const skipped = e => !e || !e.checkVisibility() || e.closest('code, pre, kbd, script, style, svg, textarea, [data-theme-icon]');
          let depth = 0;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            if (skipped(walker.currentNode.parentElement)) continue;
            let outside = '';
            for (const c of walker.currentNode.data) {
              if (c === '⟦') depth++;
              else if (c === '⟧') depth--;
              else if (depth === 0) outside += c;
            }
            if (isWords(outside)) found.push(outside.trim());
          }
          for (const e of document.querySelectorAll('[title], [aria-label], [placeholder], [data-label]'))
            if (!skipped(e))
              for (const name of ['title', 'aria-label', 'placeholder', 'data-label']) {
                const text = e.getAttribute(name);
                if (text && isWords(text) && !text.includes('⟦')) found.push(`${name}: ${text}`);
              }
          return [...new Set(found)];
        }
        """;

    /// <summary>Beside the program, before a server reads the folder.</summary>
    public static void Write()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Texts");
        var file = XDocument.Load(Path.Combine(folder, "Texts.resx"));
        foreach (var value in file.Root!.Elements("data").Elements("value"))
            value.Value = $"⟦{value.Value}⟧";
        file.Save(Path.Combine(folder, "Texts.sv.resx"));
    }

    /// <summary>Words on the page that no resource file says.</summary>
    public static Task<string[]> FindAsync(Microsoft.Playwright.IPage page) => page.EvaluateAsync<string[]>(Outside);
}

using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>
/// A language that says each text in ⟦brackets⟧: what stands on a page outside of them comes from no resource file. It stands in for Swedish.
/// </summary>
internal static partial class PseudoLanguage
{
    /// <summary>Names of products and people, and of what the records are of that are not marked.</summary>
    private static readonly HashSet<string> Data =
    [
        "Ringpost",
        ConsoleFixture.Administrator,
        "Browser tests",
        "Idempotency-Key",
        "REST API",
        "STIR/SHAKEN",
        "Conversion/Install/Lead",
        "Default",
        "Default (1)",
        "Payable call",
        "Payable call to tracker",
        "Incoming call to tracker",
        ", source",
        "User",
        "zip",
        "key:1",
    ];

    /// <summary>Text nodes in the order of the page, so that a link within a sentence is inside; attributes each by itself.</summary>
    private const string Outside = """
        () => {
          const found = [];
          // Records are marked, so that what they hold is known.
          const isWords = text => /[A-Za-z]{2}/.test(text.replace(/(">)?<b onmouseover=hit\(\)>[^<]*<\/b>(<script>hit\(\)<\/script>?)?|\bUSD\b|Etc\/\u200b?UTC/g, ''));
          const skipped = e => !e || !e.checkVisibility() || e.closest('code, pre, kbd, script, style, svg, textarea, del, ins, [data-theme-icon]');
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

    /// <summary>Whoever is signed in reads it from then on.</summary>
    public static async Task ChooseAsync(IPage page)
    {
        await page.OpenAsync("/console/my-settings");
        var way = page.Section("Numbers and dates");
        await way.ChooseAsync("As in", "Swedish (Sweden): 2026-01-31 14:30:05 and 1\u00a0238,50");
        await way.ClickButtonAsync("Save");
        await page.HeadingAsync("⟦My settings⟧");
    }

    /// <summary>Words on the page that no resource file says.</summary>
    public static async Task<IEnumerable<string>> FindAsync(IPage page) =>
        (await page.EvaluateAsync<string[]>(Outside)).Where(t => !Data.Contains(t) && !Example().IsMatch(t));

    /// <summary>
    /// What every language writes alike: a field's example, a moment to the millisecond, who is signed in, what has no small letters; and a part of a
    /// card by its number and name.
    /// </summary>
    [GeneratedRegex(
        @"^placeholder: (RA…|USD|Etc/UTC|\S*[./=]\S+(, \S+)*)$|^title: (\S+@\S+|[\d-]+ [\d:.]+ (Etc/)?UTC)$|^(data-label: )?\(?[A-Z]{2,5}\)?( \d+| \(USD\))?$|^\d “.+”:$"
    )]
    private static partial Regex Example();
}

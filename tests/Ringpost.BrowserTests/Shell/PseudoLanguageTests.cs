using System.Text.RegularExpressions;
using Ringpost.BrowserTests.Support;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>Walks the pages in a language that says each text in brackets: what stands outside of them is data, or a text past the resource file.</summary>
public sealed partial class PseudoLanguageTests(ConsoleFixture console)
{
    /// <summary>Names of products, people, zones, currencies and norms, which every language writes as they are.</summary>
    private static readonly HashSet<string> Data =
    [
        "Ringpost",
        ConsoleFixture.Administrator,
        "Browser tests",
        "Etc/UTC",
        "USD",
        "(USD)",
        "CSV",
        "API",
        "STIR/SHAKEN",
    ];

    [Fact]
    public Task Every_page_of_the_menu_says_its_texts_from_the_resource_file() =>
        console.VisitFreshAsync(
            async (page, _) =>
            {
                await page.OpenAsync("/console/my-settings");
                var way = page.Section("Numbers and dates");
                await way.ChooseAsync("As in", "Swedish (Sweden): 2026-01-31 14:30:05 and 1\u00a0238,50");
                await way.ClickButtonAsync("Save");
                await page.HeadingAsync("⟦My settings⟧");
                var findings = new List<string>();
                var paths = await page.EvaluateAsync<string[]>(
                    "[...document.querySelectorAll('#menu a')].map(a => new URL(a.href).pathname)"
                );
                foreach (var path in paths)
                {
                    await page.OpenWholeAsync(path);
                    findings.AddRange(
                        (await PseudoLanguage.FindAsync(page))
                            .Where(t => !Data.Contains(t) && !Example().IsMatch(t))
                            .Select(t => $"{path}: {t}")
                    );
                }

                Assert.True(findings.Count == 0, string.Join('\n', findings));
            }
        );

    /// <summary>What a field takes, as an example; a moment to the millisecond; who is signed in.</summary>
    [GeneratedRegex(@"^placeholder: (RA…|USD|Etc/UTC|\S*\.\S+(, \S+)*)$|^title: (\S+@\S+|[\d-]+ [\d:.]+ UTC)$")]
    private static partial Regex Example();
}

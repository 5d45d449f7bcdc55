using Ringpost.BrowserTests.Support;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>Markup in a text is text on every page, whoever handed it in; and each page comes with the policy that would stop it (architecture 4.12).</summary>
public sealed class EscapingTests(ConsoleFixture console)
{
    private const string Found = """
        () => [
          ...[...document.querySelectorAll('[onmouseover], main b')].map(e => 'became an element: ' + e.outerHTML.slice(0, 200)),
          ...[...document.scripts].filter(s => s.textContent.includes('hit()')).map(s => 'became a script: ' + s.outerHTML),
          ...(window.hits ? ['a script ran'] : []),
        ]
        """;

    [Fact]
    public Task Markup_in_any_text_stays_text_on_every_page() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                await MarkedRecords.StoreAsync(server);
                await page.AddInitScriptAsync("window.hit = () => { window.hits = (window.hits ?? 0) + 1; }");
                var policies = new List<string>();
                page.Response += (_, answer) =>
                {
                    if (answer.Request.IsNavigationRequest)
                        policies.Add(answer.Headers.GetValueOrDefault("content-security-policy", $"none at {answer.Url}"));
                };
                var shown = 0;
                var walk = new PageWalk();
                await walk.RunAsync(
                    page,
                    async path =>
                    {
                        var found = await page.EvaluateAsync<string[]>(Found);
                        Assert.True(found.Length == 0, $"{path}: {string.Join('\n', found)}");
                        if ((await page.InnerTextAsync("main")).Contains("<b onmouseover=hit()>", StringComparison.Ordinal))
                            shown++;
                    }
                );
                Assert.True(shown > 30, $"Only {shown} of {walk.Paths.Count} pages showed any of it.");
                Assert.All(
                    policies,
                    p =>
                    {
                        Assert.StartsWith("default-src 'self'; script-src 'self' 'nonce-", p, StringComparison.Ordinal);
                        Assert.EndsWith("frame-ancestors 'none'", p, StringComparison.Ordinal);
                    }
                );
            }
        );
}

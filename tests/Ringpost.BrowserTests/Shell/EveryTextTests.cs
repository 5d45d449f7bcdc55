using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>
/// Three looks on one walk over every page, card and tab, and some dialogs, of records that have markup in each text and a secret of each kind.
/// Markup is text on every page, whoever handed it in, and each page comes with the policy that would stop it; what is kept secret reaches none: not
/// its text, not its scripts, not the circuit (architecture 4.12). And in a language that says each text in brackets, what stands outside of them is
/// data, or a text past the resource file (decision 0023).
/// </summary>
public sealed class EveryTextTests(ConsoleFixture console)
{
    private const string Markup = """
        () => [
          ...[...document.querySelectorAll('[onmouseover], main b')].map(e => 'became an element: ' + e.outerHTML.slice(0, 200)),
          ...[...document.scripts].filter(s => s.textContent.includes('hit()')).map(s => 'became a script: ' + s.outerHTML),
          ...(window.hits ? ['a script ran'] : []),
        ]
        """;

    /// <summary>Lists whose first button begins something new in a dialog.</summary>
    private static readonly HashSet<string> WithDialog =
    [
        "console-advertisers",
        "console-affiliates",
        "console-call-campaigns",
        "console-credentials",
        "console-numbers",
        "console-offers",
        "console-pixels",
        "console-targets",
    ];

    [Fact]
    public Task Data_stays_text_no_secret_is_told_whoever_looks_and_all_else_is_said_from_the_resource_file() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var secrets = await StoredSecrets.StoreAsync(server, await MarkedRecords.StoreAsync(server));
                var wire = new WireTap(page);
                await page.AddInitScriptAsync("window.hit = () => { window.hits = (window.hits ?? 0) + 1; }");
                var policies = new List<string>();
                page.Response += (_, answer) =>
                {
                    if (answer.Request.IsNavigationRequest)
                        policies.Add(answer.Headers.GetValueOrDefault("content-security-policy", $"none at {answer.Url}"));
                };
                await PseudoLanguage.ChooseAsync(page);
                var (shown, told, unsaid) = (0, 0, new List<string>());
                var walk = new PageWalk();
                await walk.RunAsync(
                    page,
                    async path =>
                    {
                        await LookAsync(path);
                        if ((await page.InnerTextAsync("main")).Contains("<b onmouseover=hit()>", StringComparison.Ordinal))
                            shown++;
                        if (!WithDialog.Contains(PageWalk.NameOf(path)))
                            return;
                        await page.Locator(".rp-head button.is-primary").First.ClickAsync();
                        await page.OpenDialog().WaitForAsync();
                        await LookAsync($"{path}, dialog");
                    }
                );
                Assert.True(unsaid.Count == 0, string.Join('\n', unsaid));
                Assert.True(shown > 30, $"Only {shown} of {walk.Paths.Count} pages showed any of it.");
                Assert.True(told >= 5, $"Only {told} pages showed what the secrets stand beside.");
                Assert.All(
                    policies,
                    p =>
                    {
                        Assert.StartsWith("default-src 'self'; script-src 'self' 'nonce-", p, StringComparison.Ordinal);
                        Assert.EndsWith("frame-ancestors 'none'", p, StringComparison.Ordinal);
                    }
                );
                await page.OpenWholeAsync("/console/credentials");
                Assert.NotEmpty(wire.Take([StoredSecrets.Told]));

                var readers = await WalkAsReaderAsync(page, walk.Paths, UntoldAsync);
                Assert.True(walk.Paths.Count + readers > 100, $"Only {walk.Paths.Count} and {readers} pages were looked at.");

                async Task LookAsync(string where)
                {
                    var found = await page.EvaluateAsync<string[]>(Markup);
                    Assert.True(found.Length == 0, $"{where}: {string.Join('\n', found)}");
                    unsaid.AddRange((await PseudoLanguage.FindAsync(page)).Select(t => $"{where}: {t}"));
                    told += await UntoldAsync(where) ? 1 : 0;
                }

                // Whether what stands beside secrets was told.
                async Task<bool> UntoldAsync(string where, string? html = null)
                {
                    Assert.Empty(wire.Take(secrets).Select(s => $"{where}: {s}"));
                    html ??= await page.ContentAsync();
                    Assert.Empty(secrets.Where(s => html.Contains(s, StringComparison.Ordinal)).Select(s => $"{where}: {s}"));
                    return html.Contains(StoredSecrets.Told, StringComparison.Ordinal);
                }
            }
        );

    /// <summary>Every page that a reader reaches, within one circuit, which alone draws them; and what a reader is answered where the administrator was.</summary>
    private static async Task<int> WalkAsReaderAsync(IPage page, IEnumerable<string> addresses, Func<string, string?, Task> look)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/console/my-settings");
        await page.GetByLabel("E-mail or name").FillAsync(StoredSecrets.Reader);
        await page.GetByLabel("Password").FillAsync(StoredSecrets.ReaderPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.HeadingAsync("My settings");
        foreach (var address in addresses)
        {
            var answer = await page.APIRequest.GetAsync(address);
            Assert.EndsWith(address, answer.Url, StringComparison.Ordinal);
            await look($"{address}, answered", await answer.TextAsync());
        }

        var walk = new PageWalk();
        await walk.RunWithinAsync(page, path => look(path, null));
        return walk.Paths.Count;
    }
}

using Dapper;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.BrowserTests.Shell;

/// <summary>What is kept secret reaches no page: not its text, not its scripts, not the circuit (architecture 4.12).</summary>
public sealed class SecretTests(ConsoleFixture console)
{
    private const string Reader = "reader@example.com";
    private const string ReaderPassword = "kept: the reader's password";
    private const string Told = "Told to everybody";

    [Fact]
    public Task No_page_tells_a_secret_whoever_looks() =>
        console.VisitFreshAsync(
            async (page, server) =>
            {
                var secrets = await StoreAsync(server);
                var wire = new WireTap(page);
                var (pages, told) = (0, 0);
                async Task WalkAsync()
                {
                    var walk = new PageWalk();
                    await walk.RunAsync(
                        page,
                        async path =>
                        {
                            Assert.Empty(wire.Take(secrets).Select(s => $"{path}: {s}"));
                            var html = await page.ContentAsync();
                            Assert.Empty(secrets.Where(s => html.Contains(s, StringComparison.Ordinal)).Select(s => $"{path}: {s}"));
                            told += html.Contains(Told, StringComparison.Ordinal) ? 1 : 0;
                        }
                    );
                    pages += walk.Paths.Count;
                }

                await WalkAsync();
                Assert.True(told >= 5, $"Only {told} pages showed what the secrets stand beside.");
                await page.GotoAsync("/console/credentials");
                await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
                await Assertions.Expect(page.GetByText(Told).First).ToBeVisibleAsync();
                Assert.NotEmpty(wire.Take([Told]));

                await page.Context.ClearCookiesAsync();
                await page.GotoAsync("/console");
                await page.GetByLabel("E-mail or name").FillAsync(Reader);
                await page.GetByLabel("Password").FillAsync(ReaderPassword);
                await page.Keyboard.PressAsync("Enter");
                await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).WaitForAsync();
                await WalkAsync();
                Assert.True(pages > 100, $"Only {pages} pages were looked at.");
            }
        );

    /// <summary>One of each kind that is stored; answers them as they were given, and as they are stored.</summary>
    private static async Task<IReadOnlyList<string>> StoreAsync(PreparedServer server)
    {
        var api = server.Api;
        var given = new List<string> { ReaderPassword };
        string Keep(string secret)
        {
            given.Add(secret);
            return secret;
        }

        var example = await SeedExample.CreateAsync(api, new Primitives.Identifiers(TimeProvider.System));
        Keep(example.Token);
        given.Add((string)(await api.PostAsync("api-keys", new { name = Told }))["key"]!);
        await api.PostAsync(
            "users",
            new
            {
                name = Reader,
                password = ReaderPassword,
                role = "readOnly",
            }
        );
        await api.PutAsync(
            $"carriers/{(string)example.Carrier["id"]!}/api",
            new
            {
                accountSid = SimulatedCarrier.NewSid("AC"),
                apiKey = SimulatedCarrier.NewSid("SK"),
                apiSecret = Keep("kept-the-carriers-api-secret"),
                apiUrl = server.Url.AbsoluteUri,
            }
        );
        foreach (
            var (kind, secret) in new[]
            {
                ("basic", "kept: a receiver's password"),
                ("bearer", "kept-a-receivers-token"),
                ("clientCredentials", "kept-a-clients-secret"),
                ("signature", "whsec_" + Convert.ToBase64String("kept: what requests are signed with"u8)),
            }
        )
            await api.PostAsync(
                "credentials",
                new
                {
                    name = Told,
                    kind,
                    secret = Keep(secret),
                    userName = kind is "basic" or "clientCredentials" ? "caller" : null,
                    tokenUrl = kind == "clientCredentials" ? "https://example.com/token" : null,
                    hosts = kind == "signature" ? null : new[] { "example.com" },
                }
            );
        await api.PostAsync("conversion-hooks", new { name = Told, secret = Keep("kept: what a hook asks for") });
        var number = (string)(await api.GetAsync("numbers"))["items"]![0]!["id"]!;
        await api.PatchAsync($"numbers/{number}", new { enrichSecret = Keep("kept: what an enrichment asks for") });
        await api.PutAsync(
            "settings/recordings",
            new
            {
                s3 = new
                {
                    endpoint = "https://s3.example.com",
                    region = "x",
                    bucket = "told",
                    accessKey = "told",
                    secretKey = Keep("kept-the-stores-secret-key"),
                },
            }
        );
        await api.PutAsync(
            "settings/mail",
            new
            {
                host = "mail.example.com",
                from = "told@example.com",
                userName = "told",
                password = Keep("kept: the mail server's password"),
            }
        );

        var stored = await server.Database.ReadAsync(c =>
            c.QueryAsync<string>("SELECT password_hash FROM users UNION SELECT security_stamp FROM users UNION SELECT hash FROM api_keys")
        );
        string[] @sealed =
        [
            .. (await StoredTexts.FindAsync(server.Database, "v1."))
                .Select(f => f[(f.IndexOf(": ", StringComparison.Ordinal) + 2)..])
                .Where(v => v.StartsWith("v1.", StringComparison.Ordinal)),
        ];
        Assert.True(@sealed.Length > 5, "Nothing is sealed.");
        return [.. given, .. stored, .. @sealed];
    }
}

using Dapper;
using Ringpost.BrowserTests.Support;
using Ringpost.Server.Simulation;
using Ringpost.Testing;
using Xunit;
using static Ringpost.BrowserTests.Shell.MarkedRecords;

namespace Ringpost.BrowserTests.Shell;

/// <summary>A secret of each kind, beside names that are marked as those of <see cref="MarkedRecords"/> are.</summary>
internal static class StoredSecrets
{
    /// <summary>Stands on pages beside a secret.</summary>
    public const string Told = "told to everybody";

    /// <summary>Without a letter that pages, scripts or frames write otherwise, as the other secrets.</summary>
    public const string ReaderPassword = "kept: a readers password";

    /// <summary>Somebody who may only read.</summary>
    public static readonly string Reader = Element("reader");

    /// <summary>One of each kind that is stored; answers them as they were given, and as they are stored.</summary>
    public static async Task<IReadOnlyList<string>> StoreAsync(PreparedServer server, SeedExample example)
    {
        var api = server.Api;
        var given = new List<string> { ReaderPassword };
        string Keep(string secret)
        {
            given.Add(secret);
            return secret;
        }

        Keep(example.Token);
        given.Add((string)(await api.PostAsync("api-keys", new { name = Marked(Told) }))["key"]!);
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
                ("basic", "kept: a receivers password"),
                ("bearer", "kept-a-receivers-token"),
                ("clientCredentials", "kept-a-clients-secret"),
                ("signature", "whsec_" + Convert.ToBase64String("kept: what requests are signed with"u8)),
            }
        )
            await api.PostAsync(
                "credentials",
                new
                {
                    name = Marked(Told),
                    kind,
                    secret = Keep(secret),
                    userName = kind is "basic" or "clientCredentials" ? Element("caller") : null,
                    tokenUrl = kind == "clientCredentials" ? "https://example.com/token" : null,
                    hosts = kind == "signature" ? null : new[] { "example.com" },
                }
            );
        await api.PostAsync("conversion-hooks", new { name = Marked(Told), secret = Keep("kept: what a hook asks for") });
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
                userName = Element("mail"),
                password = Keep("kept: the mail servers password"),
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

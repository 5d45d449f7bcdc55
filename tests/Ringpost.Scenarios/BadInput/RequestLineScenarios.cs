using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.BadInput;

/// <summary>Request lines as the world sends them, mutated, over real connections: no exception, no 5xx, and what is stored can be shown.</summary>
public sealed partial class RequestLineScenarios
{
    private const int Connections = 16;

    private static readonly string[] Headers =
    [
        "Origin: https://shop.example",
        "Origin: https://é.example",
        "Origin: null",
        "Origin: a, b",
        "Cookie: rp=1; rp=%zz; x=\"",
        "Cookie: ringpost=abc; ringpost.session=99999999999999999999",
        "User-Agent: Mozilla/5.0 (é; 💸)",
        "Referer: http://a.example/?%zz é",
        "Idempotency-Key: ké-%00-\"x\"",
        "X-Forwarded-For: not an address, 1.2.3.4",
        "X-Ringpost-Signature: nonsense",
        "Accept-Language: de-DE,,;q=x",
        "Range: bytes=5-1",
        "If-None-Match: \"\\\"",
    ];

    /// <summary>Bodies that no server can read to their end.</summary>
    private static readonly string[] Broken =
    [
        "Content-Length: 20000000\r\n\r\nt=1",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nt=1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\nt=1\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ];

    /// <summary>The long form of the proof runs with RINGPOST_LONG=1.</summary>
    private static readonly int Requests = Proof.IsLong ? 200_000 : 2_000;

    [Theory, EachDatabase]
    public async Task Whatever_is_sent_to_the_tracking_paths_is_answered_below_500_and_is_no_fault(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await server.Api.PatchAsync($"offers/{seed.OfferId}/clicks", new { offerLink = "https://shop.example/?r=#reqid#&s=#s1#&u=#udid#" });
        var bad = new ConcurrentQueue<string>();
        await Task.WhenAll(
            Enumerable.Range(0, Connections).Select(c => Task.Run(() => SendAsync(server, seed, c, Requests / Connections, bad)))
        );
        Assert.Empty(bad);
        Assert.Empty(server.Faults);
        // Every row can be read back and written out.
        Assert.NotEmpty(await server.Api.ListAsync("pixel-log?limit=1000"));
        Assert.NotEmpty(await server.Api.ListAsync("conversions?limit=1000"));
        Assert.NotEmpty(await server.Api.ListAsync("clicks?limit=1000"));
    }

    private static async Task SendAsync(RunningServer server, SeedExample seed, int connection, int requests, ConcurrentQueue<string> bad)
    {
        var targets = new RequestTargets(connection, seed.OfferId, seed.AffiliateId);
        var random = new Random(connection);
        using var raw = new RawConnection(server.Address);
        var session = "";
        for (var i = 0; i < requests; i++)
        {
            var (request, isHead) = Request(targets, random, session);
            var (status, head) = await raw.SendAsync(request, !isHead);
            if (Session().Match(head) is { Success: true } given)
                session = given.Groups[1].Value;
            // Without any answer: the line was so broken that the connection was closed.
            if (status >= 500 || head.Contains("\nset-cookie: x=", StringComparison.OrdinalIgnoreCase))
                bad.Enqueue($"{status}: {Encoding.Latin1.GetString(request)}\n{head}");
        }
    }

    private static (byte[] Request, bool IsHead) Request(RequestTargets targets, Random random, string session)
    {
        var method = random.Next(20) switch
        {
            0 => "HEAD",
            1 => "PUT",
            2 => "OPTIONS",
            3 => "get",
            4 or 5 => "POST",
            _ => "GET",
        };
        // Half as the browser that clicked last, so that clicks are found.
        var isKnown = session.Length > 0 && random.Next(2) == 0;
        var target = isKnown ? targets.Next().Replace("#reqid#", session, StringComparison.Ordinal) : targets.Next();
        var text = new StringBuilder(method).Append(' ').Append(target).Append(" HTTP/1.1\r\nHost: tracker.example\r\n");
        if (isKnown)
            text.Append("Cookie: rp_session=").Append(session).Append("\r\n");
        for (var more = random.Next(3); more > 0; more--)
            text.Append(Headers[random.Next(Headers.Length)]).Append("\r\n");
        var form = method == "POST" ? targets.Next()[1..] : "";
        if (method == "POST" && random.Next(8) == 0)
            return (Bytes($"{text}Content-Type: application/x-www-form-urlencoded\r\n{Broken[random.Next(Broken.Length)]}"), false);
        if (method is "POST" or "PUT")
            text.Append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ").Append(Bytes(form).Length).Append("\r\n");
        text.Append("\r\n").Append(form);
        return (Bytes(text.ToString()), method == "HEAD");
    }

    [GeneratedRegex("rp_session=([0-9]+)")]
    private static partial Regex Session();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

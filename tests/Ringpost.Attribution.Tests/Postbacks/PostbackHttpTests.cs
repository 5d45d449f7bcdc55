using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>The paths over a real server: what a raw request line does.</summary>
public sealed class PostbackHttpTests
{
    [Theory, EachDatabase]
    public async Task Paths_match_in_any_case_for_get_and_post(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await using var server = await Server.StartAsync(tracker);
        using var http = new HttpClient { BaseAddress = server.Address };

        Assert.Contains(
            "SUCCESS",
            await http.GetStringAsync(new Uri($"/M.ASHX?{tracker.Pair}&t=1", UriKind.Relative), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = "2", ["p"] = "5" });
        using var posted = await http.PostAsync(
            new Uri($"/m.ashx?{tracker.Pair}", UriKind.Relative),
            form,
            TestContext.Current.CancellationToken
        );
        Assert.Contains("SUCCESS", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var deleted = await http.DeleteAsync(new Uri("/m.ashx", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, deleted.StatusCode);
        Assert.Equal(["1", "2"], (await tracker.ConversionsAsync()).Select(c => c.TransactionId));
    }

    [Theory, EachDatabase]
    public async Task A_request_line_of_16_KB_is_read_and_the_log_keeps_8(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await using var server = await Server.StartAsync(tracker);
        var head = $"/m.ashx?{tracker.Pair}&t=1&x=";
        var answer = await server.SendRawAsync(head + new string('a', (16 * 1024) - head.Length));
        Assert.Contains("SUCCESS", answer, StringComparison.Ordinal);
        var row = await tracker.LastLogAsync();
        Assert.Equal((16 * 1024, 8 * 1024), (row.UrlLength, row.Url.Length));

        Assert.StartsWith("HTTP/1.1 414", await server.SendRawAsync(head + new string('a', 20_000)), StringComparison.Ordinal);
        Assert.Contains(
            "MALFORMED",
            await server.SendRawAsync($"/m.ashx?{tracker.Pair}&t=" + new string('a', 15_000)),
            StringComparison.Ordinal
        );
        Assert.Contains("MALFORMED", await server.SendRawAsync($"/m.ashx?{tracker.Pair}&t=%zz%"), StringComparison.Ordinal);
        await tracker.OnlyConversionAsync();
    }

    private sealed class Server(WebApplication app) : IAsyncDisposable
    {
        public Uri Address { get; } =
            new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<Server> StartAsync(Tracker tracker)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            Tracker.AddServices(builder.Services, tracker.Network);
            var app = builder.Build();
            app.MapPostbacks();
            await app.StartAsync();
            return new Server(app);
        }

        public async Task<string> SendRawAsync(string target)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Address.Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}

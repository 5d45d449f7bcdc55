using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ringpost.Delivery.Tests;

/// <summary>A real HTTP server on a free loopback port that answers as the test says and keeps what it got.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Received> _received = new();

    private Receiver(WebApplication server) => _server = server;

    public string Url { get; private set; } = "";

    public IReadOnlyList<Received> Received => [.. _received];

    /// <param name="answer">Given the request and how many came before it.</param>
    public static async Task<Receiver> StartAsync(Func<HttpContext, int, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
            k.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    if (certificate is not null)
                        listen.UseHttps(certificate);
                }
            )
        );
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMilliseconds(100));
        var receiver = new Receiver(builder.Build());
        var count = -1;
        receiver._server.Run(async http =>
        {
            var number = Interlocked.Increment(ref count);
            var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            receiver._received.Enqueue(
                new Received(
                    http.Request.Method,
                    http.Request.GetEncodedPathAndQuery(),
                    http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()),
                    body
                )
            );
            await answer(http, number);
        });
        await receiver._server.StartAsync();
        receiver.Url = receiver._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return receiver;
    }

    public static Task<Receiver> StartAsync(int status, string body = "") => StartAsync((http, _) => Answer(http, status, body));

    public static Task Answer(HttpContext http, int status, string body = "")
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body);
    }

    public static Task Redirect(HttpContext http, string location)
    {
        http.Response.Redirect(location);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

internal sealed record Received(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string Body);

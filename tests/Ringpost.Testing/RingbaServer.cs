using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ringpost.Testing;

/// <summary>A server that answers as Ringba documents it (ringba.md 11), from the files beside it.</summary>
public sealed class RingbaServer : IAsyncDisposable
{
    public const string Token = "09f0c9f0-secret";

    private readonly WebApplication _app;

    private RingbaServer(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers that stand instead of a file's, by path below the account.</summary>
    public ConcurrentDictionary<string, string> Instead { get; } = new();

    /// <summary>So many requests are told that there were too many.</summary>
    public int TooMany { get; set; }

    /// <summary>From this path on it breaks off.</summary>
    public string? BreaksAt { get; set; }

    /// <summary>The call log.</summary>
    public List<JsonObject> Calls { get; } = [];

    /// <summary>So many pages of the log it answers, then it breaks off.</summary>
    public int MostPages { get; set; } = int.MaxValue;

    public static async Task<RingbaServer> StartAsync()
    {
        var address = $"http://127.0.0.1:{PrivatePostgres.FreePort()}";
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls(address);
        var app = builder.Build();
        var server = new RingbaServer(app, address + "/v2");
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public static string File(string name)
    {
        using var stream = typeof(RingbaServer).Assembly.GetManifestResourceStream("ringba/" + name);
        if (stream is null)
            return "";
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!["/v2/".Length..];
        Asked.Enqueue(path);
        if (http.Request.Headers.Authorization != "Token " + Token)
        {
            await WriteAsync(http, HttpStatusCode.Unauthorized, """{"message":"Authorization has been denied for this request."}""");
            return;
        }

        if (TooMany > 0)
        {
            TooMany--;
            await WriteAsync(
                http,
                HttpStatusCode.TooManyRequests,
                """{"transactionId":"TR0","isRateLimited":true,"exceedingRateLimit":"Minute","rateLimitedResource":"reporting","message":"Too many.","rateLimit":{"perMinute":{"limit":80,"currentCount":81}}}"""
            );
            return;
        }

        var name = path.StartsWith("RA1/", StringComparison.Ordinal) ? path["RA1/".Length..] : path;
        if (name == BreaksAt)
        {
            http.Abort();
            return;
        }

        if (name == "calllogs")
        {
            if (MostPages-- <= 0)
                http.Abort();
            else
                await WriteAsync(http, HttpStatusCode.OK, Page((await JsonNode.ParseAsync(http.Request.Body))!));
            return;
        }

        var answer = Instead.TryGetValue(name, out var instead) ? instead : File(name.Replace('/', '_'));
        if (answer.Length == 0)
            await WriteAsync(
                http,
                HttpStatusCode.NotFound,
                """{"message":"Item is not found","errors":["Item is not found"],"messageCode":101,"transactionId":"TR0"}"""
            );
        else
            await WriteAsync(http, HttpStatusCode.OK, answer);
    }

    /// <summary>A page of the log: both ends of the span are in it, the newest come first unless the order is asked for.</summary>
    private string Page(JsonNode request)
    {
        static long At(JsonNode call) => call["callDt"]!.GetValue<long>();
        static long Edge(JsonNode? text) =>
            DateTimeOffset.Parse(text!.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        var (from, to) = (Edge(request["reportStart"]), Edge(request["reportEnd"]));
        var found = Calls.Where(c => At(c) >= from && At(c) <= to).OrderByDescending(At).ToList();
        if (request["orderByColumns"]?[0]?["direction"]?.GetValue<string>() == "asc")
            found.Reverse();
        var size = Math.Min(request["size"]?.GetValue<int>() ?? 100, 1000);
        var page = found.Skip(request["offset"]?.GetValue<int>() ?? 0).Take(size).Select(c => c.DeepClone());
        return new JsonObject
        {
            ["isSuccessful"] = true,
            ["transactionId"] = "TR9",
            ["report"] = new JsonObject
            {
                ["partialResult"] = false,
                ["totalCount"] = found.Count,
                ["records"] = new JsonArray([.. page]),
            },
        }.ToJsonString();
    }

    private static Task WriteAsync(HttpContext http, HttpStatusCode status, string body)
    {
        http.Response.StatusCode = (int)status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

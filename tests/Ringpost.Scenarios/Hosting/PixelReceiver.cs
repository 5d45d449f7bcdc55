using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Ringpost.Testing;

namespace Ringpost.Scenarios.Hosting;

/// <summary>A foreign tracker: takes whatever is sent and answers as it is told.</summary>
public sealed class PixelReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PixelReceiver(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>The status of the next answers; each is used once, then it is 200.</summary>
    public ConcurrentQueue<int> Statuses { get; } = new();

    /// <summary>Seconds that an answer other than 200 asks for.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>Where a redirecting status leads.</summary>
    public string? Location { get; set; }

    /// <summary>The whole answer by the path that was asked.</summary>
    public IReadOnlyDictionary<string, (int Status, string Text)> Answers { get; set; } = new Dictionary<string, (int, string)>();

    /// <summary>Takes the request and never answers.</summary>
    public bool Hangs { get; set; }

    public static async Task<PixelReceiver> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{PrivatePostgres.FreePort()}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls(address.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        var receiver = new PixelReceiver(app, address);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    private async Task TakeAsync(HttpContext http)
    {
        All.Enqueue(
            new Received(
                http.Request.Path,
                http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
                http.Request.Headers["Idempotency-Key"].ToString()
            )
        );
        if (Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        if (Answers.TryGetValue(http.Request.Path, out var answer))
        {
            http.Response.StatusCode = answer.Status;
            await http.Response.WriteAsync(answer.Text);
            return;
        }

        http.Response.StatusCode = Statuses.TryDequeue(out var status) ? status : StatusCodes.Status200OK;
        if (Location is { } location && http.Response.StatusCode is >= 300 and < 400)
            http.Response.Headers.Location = location;
        if (RetryAfter is { } seconds && http.Response.StatusCode != StatusCodes.Status200OK)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

public sealed record Received(string Path, IReadOnlyDictionary<string, string> Query, string IdempotencyKey);

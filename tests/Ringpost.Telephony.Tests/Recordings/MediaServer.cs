using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ringpost.Telephony.Tests.Recordings;

/// <summary>A carrier that hands out one recording, or whatever else a test has it answer.</summary>
internal sealed class MediaServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MediaServer(WebApplication app) => _app = app;

    /// <summary>What comes before the recording: one status for each request.</summary>
    public ConcurrentQueue<int> Failures { get; } = new();

    /// <summary>The key that came with each request; empty for none.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    public byte[] Content { get; } = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];

    public string ContentType { get; set; } = "audio/x-wav";

    public string Url => _app.Urls.First() + "/r/RE1";

    public string Moved => _app.Urls.First() + "/moved";

    public static async Task<MediaServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var media = new MediaServer(app);
        app.MapGet("/r/RE1", media.Answer);
        app.MapGet("/moved", () => Results.Redirect(media.Url));
        await app.StartAsync();
        return media;
    }

    /// <summary>Until it is done nothing is answered; null answers at once.</summary>
    public TaskCompletionSource? Hold { get; set; }

    private int _answered;

    /// <summary>How many requests were answered.</summary>
    public int Answered => Volatile.Read(ref _answered);

    private async Task<IResult> Answer(HttpRequest request)
    {
        Keys.Enqueue(request.Headers.Authorization.ToString());
        if (Hold is { } hold)
            await hold.Task;
        request.HttpContext.Response.OnCompleted(() =>
        {
            Interlocked.Increment(ref _answered);
            return Task.CompletedTask;
        });
        return Failures.TryDequeue(out var status) ? Results.StatusCode(status) : Results.Bytes(Content, ContentType);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

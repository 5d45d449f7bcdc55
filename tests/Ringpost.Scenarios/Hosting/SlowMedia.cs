using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Ringpost.Testing;

namespace Ringpost.Scenarios.Hosting;

/// <summary>A carrier's recordings, each of its own bytes: the first half comes at once, the rest when the gate is open.</summary>
internal sealed class SlowMedia : IAsyncDisposable
{
    private const int Size = 200_000;

    private readonly WebApplication _app;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _halves;

    private SlowMedia(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>How many first halves were sent.</summary>
    public int Halves => Volatile.Read(ref _halves);

    public void Open() => _open.TrySetResult();

    public static async Task<SlowMedia> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{PrivatePostgres.FreePort()}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls(address.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        var media = new SlowMedia(app, address);
        app.Run(media.AnswerAsync);
        await app.StartAsync();
        return media;
    }

    /// <summary>What the recording of this id is.</summary>
    public static byte[] ContentOf(string sid)
    {
        var content = new byte[Size];
        for (var at = 0; at < Size; at += 32)
            SHA256.HashData(Encoding.ASCII.GetBytes($"{sid}:{at}")).CopyTo(content, at);
        return content;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var content = ContentOf(http.Request.Path.Value!.Split('/')[^1]);
        (http.Response.ContentType, http.Response.ContentLength) = ("audio/x-wav", Size);
        await http.Response.Body.WriteAsync(content.AsMemory(0, Size / 2));
        await http.Response.Body.FlushAsync();
        Interlocked.Increment(ref _halves);
        await _open.Task.WaitAsync(http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (!http.RequestAborted.IsCancellationRequested)
            await http.Response.Body.WriteAsync(content.AsMemory(Size / 2));
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

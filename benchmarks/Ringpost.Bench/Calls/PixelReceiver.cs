using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ringpost.Bench.Calls;

/// <summary>A tracker that takes pixels and says nothing: on loopback, in the driver's process.</summary>
internal sealed class PixelReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _taken;

    public PixelReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Url);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(http =>
        {
            Interlocked.Increment(ref _taken);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    public string Url { get; } = $"http://127.0.0.1:{BenchRun.FreePort()}";

    public long Taken => Interlocked.Read(ref _taken);

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

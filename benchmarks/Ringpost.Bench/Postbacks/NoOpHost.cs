using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Ringpost.Bench.Postbacks;

/// <summary>What the machine gives without us: Kestrel with one endpoint that answers a constant of the same length.</summary>
internal static class NoOpHost
{
    private static readonly byte[] Answer = new byte[97];

    public static async Task<int> RunAsync(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(http =>
        {
            http.Response.ContentLength = Answer.Length;
            return http.Response.Body.WriteAsync(Answer).AsTask();
        });
        await app.StartAsync();
        await HostProcess.ServeAsync(
            PostbackTarget.NoOp.ToText(),
            _ => Task.FromResult(System.Text.Json.JsonSerializer.Serialize(HostProcess.Counters(databaseMicroseconds: 0, stored: 0)))
        );
        return 0;
    }
}

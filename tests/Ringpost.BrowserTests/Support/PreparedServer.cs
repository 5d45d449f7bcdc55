using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ringpost.Access.Keys;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;

namespace Ringpost.BrowserTests.Support;

/// <summary>The whole host within the tests, on a copy of a set-up instance: records of its own for the price of a file's copy.</summary>
public sealed class PreparedServer : RingpostServer
{
    private readonly WebApplication _app;
    private ApiClient? _api;

    /// <summary>As an administrator's key.</summary>
    public ApiClient Api => _api!;

    /// <summary>For records in numbers that no page would make.</summary>
    public Database Database => _app.Services.GetRequiredService<Database>();

    private PreparedServer(string records)
    {
        foreach (var file in Directory.GetFiles(records))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        var flags = new Dictionary<string, string?>
        {
            ["Data"] = Folder,
            ["Urls"] = Url.GetLeftPart(UriPartial.Authority),
            ["RateLimit:PerAddressPerSecond"] = "0",
            // What the tests play stands on this machine.
            ["Delivery:AllowPrivateAddresses"] = "true",
        };
        _app = RingpostHost.Build(flags, builder => builder.Logging.ClearProviders().AddProvider(Output));
    }

    public static async Task<PreparedServer> StartAsync(string records)
    {
        var server = new PreparedServer(records);
        await RingpostHost.StartAsync(server._app, default);
        var key = await server._app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Browser tests", "admin"));
        server._api = new ApiClient(server.Url, key.Value.Key);
        return server;
    }

    protected override async ValueTask StopAsync()
    {
        _api?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

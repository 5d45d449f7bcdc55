using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ringpost.Access.Keys;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The server as a process of its own, to be killed with -9 and started again on the same data.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-process-").FullName;
    private readonly Dictionary<string, string?> _settings;
    private Process? _process;
    private Task<string>? _output;

    private ServerProcess(string database) =>
        _settings = new Dictionary<string, string?>
        {
            ["Data"] = _folder,
            ["Database"] = database,
            ["Urls"] = Address.GetLeftPart(UriPartial.Authority),
            ["MasterKey"] = "a master key for tests, long enough",
            ["RateLimit:PerAddressPerSecond"] = "0",
            // What a killed node had claimed is free again soon: a lease lasts at least five attempts.
            ["Delivery:Timeout"] = "00:00:04",
            ["Delivery:Lease"] = "00:00:20",
        };

    public Uri Address { get; } = new($"http://127.0.0.1:{PrivatePostgres.FreePort()}");

    public ApiClient Api { get; private set; } = null!;

    /// <summary>Its data.</summary>
    public string Folder => _folder;

    public static async Task<ServerProcess> StartAsync(Dialect dialect, params (string Setting, string Value)[] settings) =>
        await StartAsync(dialect == Dialect.Postgres ? await PrivatePostgres.CreateDatabaseAsync() : "", settings);

    /// <summary>Over a database that others may use too.</summary>
    public static async Task<ServerProcess> StartAsync(string database, params (string Setting, string Value)[] settings)
    {
        var server = new ServerProcess(database);
        foreach (var (setting, value) in settings)
            server._settings[setting.Replace("__", ":", StringComparison.Ordinal)] = value;
        server.Api = new ApiClient(server.Address, await server.PrepareAsync());
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>SIGTERM, as a service manager stops it: the exit code, and all that it logged.</summary>
    public async Task<(int Code, string Log)> StopAsync()
    {
        using var kill = Process.Start("kill", $"-TERM {_process!.Id}");
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return (code, await _output!);
    }

    public async Task StartAgainAsync()
    {
        _process = ProgramProcess.Start("serve", _settings);
        // A pipe that nobody reads would stop the server when it is full.
        _output = _process.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = Address };
        await RunningServer.UntilAsync(
            async () =>
            {
                try
                {
                    return (await http.GetAsync("/readyz")).IsSuccessStatusCode;
                }
                catch (Exception e) when (e is HttpRequestException or SocketException)
                {
                    return false;
                }
            },
            () => Task.FromResult("the server did not become ready")
        );
    }

    /// <summary>The schema and an administrator's key, made within the test: a process of its own costs seconds to start.</summary>
    private async Task<string> PrepareAsync()
    {
        await using var app = RingpostHost.Build(_settings, builder => builder.Logging.ClearProviders());
        RingpostHost.Migrate(app, default);
        return (await app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Scenario", "admin"))).Value.Key;
    }

    /// <summary>A command on the same data, beside the running server: its exit code, and all that it said.</summary>
    public Task<(int Code, string Output)> CommandAsync(string arguments) => ProgramProcess.RunAsync(arguments, _settings);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_process is { HasExited: false })
            await KillAsync();
        Directory.Delete(_folder, true);
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The server as a process of its own, to be killed with -9 and started again on the same data.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-process-").FullName;
    private readonly Dictionary<string, string> _environment;
    private Process? _process;
    private Task<string>? _output;

    private ServerProcess(string database) =>
        _environment = new Dictionary<string, string>
        {
            ["RINGPOST_Data"] = _folder,
            ["RINGPOST_Database"] = database,
            ["RINGPOST_Urls"] = Address.GetLeftPart(UriPartial.Authority),
            ["RINGPOST_MasterKey"] = "a master key for tests, long enough",
            ["RINGPOST_RateLimit__PerAddressPerSecond"] = "0",
            // What a killed node had claimed is free again soon: a lease lasts at least five attempts.
            ["RINGPOST_Delivery__Timeout"] = "00:00:04",
            ["RINGPOST_Delivery__Lease"] = "00:00:20",
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
            server._environment[$"RINGPOST_{setting}"] = value;
        var key = (await server.RunAsync("admin api-key --name Scenario --role admin")).Trim();
        server.Api = new ApiClient(server.Address, key);
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
        _process = Start("serve");
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

    private async Task<string> RunAsync(string arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"ringpost {arguments} ended with {process.ExitCode}.");
    }

    /// <summary>A command on the same data, beside the running server: its exit code, and all that it said.</summary>
    public async Task<(int Code, string Output)> CommandAsync(string arguments)
    {
        using var process = Start(arguments, withErrors: true);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private Process Start(string arguments, bool withErrors = false)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "ringpost.dll")} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = withErrors,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        // A pipe that nobody reads would stop the server when it is full.
        if (arguments == "serve")
            _output = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_process is { HasExited: false })
            await KillAsync();
        Directory.Delete(_folder, true);
    }
}

using System.Diagnostics;
using Ringpost.Testing;

namespace Ringpost.BrowserTests.Support;

/// <summary>A server on a free port for browsers to visit: a program of its own, or a copy of prepared records within the tests.</summary>
public abstract class RingpostServer : IAsyncDisposable
{
    public Uri Url { get; } = new($"http://127.0.0.1:{PrivatePostgres.FreePort()}");

    /// <summary>What the server said so far, for a test that failed.</summary>
    public OutputLog Output { get; } = new();

    protected string Folder { get; } = Directory.CreateTempSubdirectory("ringpost-browser-").FullName;

    /// <summary>Runs a command of the program beside the server, and answers what it printed.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        using var process = Launch([.. arguments, "--data", Folder]);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"ringpost {arguments[0]}: {await errors}");
    }

    protected static Process Launch(string[] arguments)
    {
        // The server's own output folder: only there stand the lists of its static files.
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(bin.Parent!.Parent!.FullName, "Ringpost.Server", bin.Name, "ringpost.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RINGPOST_RateLimit__PerAddressPerSecond"] = "0";
        // The carrier that the tests play stands on this machine.
        start.Environment["RINGPOST_Delivery__AllowPrivateAddresses"] = "true";
        // PostgreSQL has no data folder of its own node to keep a key in: the server asks for one.
        if (arguments.Contains("--database"))
            start.Environment["RINGPOST_MasterKey"] = "a master key for tests, long enough";
        return Process.Start(start)!;
    }

    protected abstract ValueTask StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, true);
        GC.SuppressFinalize(this);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ringpost.Bench.Console;

/// <summary>
/// The program as it is handed out (docs/operations.md: published for this kind of machine, files compressed beforehand), in a process of its own.
/// </summary>
internal sealed class PublishedServer : IAsyncDisposable
{
    private const string Folder = "artifacts/bench-publish";

    private readonly Process _process;

    private PublishedServer(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public static Task PublishAsync() =>
        RunAsync(
            "dotnet",
            "publish",
            "src/Ringpost.Server",
            "--configuration",
            "Release",
            "--runtime",
            RuntimeInformation.RuntimeIdentifier,
            "--output",
            Folder,
            "--verbosity",
            "quiet",
            "--nologo"
        );

    /// <summary>Runs a command of the program to its end.</summary>
    public static Task CommandAsync(params string[] arguments) => RunAsync(Path.Combine(Folder, "ringpost"), arguments);

    /// <param name="settings">Beside the folder and the address.</param>
    public static async Task<PublishedServer> StartAsync(string data, params (string Name, string Value)[] settings)
    {
        var url = new Uri($"http://127.0.0.1:{BenchRun.FreePort()}");
        var start = new ProcessStartInfo(
            Path.Combine(Folder, "ringpost"),
            ["serve", "--data", data, "--urls", url.GetLeftPart(UriPartial.Authority)]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["RINGPOST_RateLimit__PerAddressPerSecond"] = "0";
        foreach (var (name, value) in settings)
            start.Environment["RINGPOST_" + name] = value;
        var server = new PublishedServer(Process.Start(start)!, url);
        _ = server._process.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = url };
        for (var tries = 0; tries < 6000; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        throw new TimeoutException("The server did not become ready.");
    }

    /// <summary>Megabytes: resident now, and at most since the start.</summary>
    public async Task<(double Now, double Most)> MemoryAsync()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status");
        double Of(string name) =>
            double.Parse(status.Single(l => l.StartsWith(name, StringComparison.Ordinal)).Split(':', 'k')[1], CultureInfo.InvariantCulture)
            / 1024;
        return (Of("VmRSS"), Of("VmHWM"));
    }

    /// <summary>Ends as a service manager ends it: what is in flight is finished or given back.</summary>
    public async Task StopAsync()
    {
        await RunAsync("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments[0]}: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

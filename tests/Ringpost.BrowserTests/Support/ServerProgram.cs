using System.Diagnostics;
using System.Net.Sockets;

namespace Ringpost.BrowserTests.Support;

/// <summary>The real program with an empty database, as a person starts it.</summary>
public sealed class ServerProgram : RingpostServer
{
    private const string SetupWords = "create the administrator at ";

    private readonly Process _process;
    private const string DemoWords = "sign in as demo with the password ";

    private readonly TaskCompletionSource<Uri> _setupLink = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _demoPassword = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProgram(string command, string[] more)
    {
        _process = Launch([command, "--data", Folder, "--urls", Url.GetLeftPart(UriPartial.Authority), .. more]);
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static async Task<ServerProgram> StartAsync(params string[] more)
    {
        var server = new ServerProgram("serve", more);
        await server.UntilReadyAsync();
        return server;
    }

    /// <summary>With the demo's records, once it has played its calls.</summary>
    public static async Task<(ServerProgram Server, string Password)> StartDemoAsync()
    {
        var server = new ServerProgram("demo", []);
        return (server, await server._demoPassword.Task.WaitAsync(TimeSpan.FromMinutes(5)));
    }

    /// <summary>The one-time link that the first start prints.</summary>
    public Task<Uri> SetupLinkAsync() => _setupLink.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Its records and its key as they are now, for servers that begin with them.</summary>
    public string CopyRecords() => RecordsCopy.Take(Folder);

    private void Read(string? line)
    {
        if (line is null)
            return;
        Output.Add(line);
        var at = line.IndexOf(SetupWords, StringComparison.Ordinal);
        if (at >= 0 && Uri.TryCreate(line[(at + SetupWords.Length)..].Trim(), UriKind.Absolute, out var link))
            _setupLink.TrySetResult(link);
        at = line.IndexOf(DemoWords, StringComparison.Ordinal);
        if (at >= 0)
            _demoPassword.TrySetResult(line[(at + DemoWords.Length)..].Trim());
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException("The server ended at once:\n" + Output);
            try
            {
                using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException("The server did not become ready:\n" + Output);
    }

    protected override async ValueTask StopAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

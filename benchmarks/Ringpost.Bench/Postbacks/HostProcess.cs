using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace Ringpost.Bench.Postbacks;

/// <summary>What a host has used since its start.</summary>
/// <param name="CpuMicroseconds">Of its process.</param>
/// <param name="DatabaseMicroseconds">Of PostgreSQL's processes on this machine; 0 for SQLite, which works inside the host.</param>
internal sealed record HostCounters(long CpuMicroseconds, long DatabaseMicroseconds, long Allocated, long Stored, long ResidentBytes);

/// <summary>A host in a process of its own, driven over its standard input and output: a command a line, an answer a line.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    // What the host logs is read at once: a full pipe would hold it up.
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();

    private HostProcess(Process process, Uri url) => (_process, Url, _reading) = (process, url, ReadAllAsync(process, _said.Writer));

    public Uri Url { get; }

    /// <summary>What the host said of itself when it was ready.</summary>
    public string Ready { get; private set; } = "";

    public static async Task<HostProcess> StartAsync(Func<string, string[]> arguments)
    {
        var url = new Uri($"http://127.0.0.1:{BenchRun.FreePort()}");
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments(url.ToString()))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var host = new HostProcess(process, url);
        host.Ready = await host.ReadAsync("ready ");
        return host;
    }

    public async Task<HostCounters> CountAsync() => JsonSerializer.Deserialize<HostCounters>(await AskAsync("counters"))!;

    /// <summary>Sends a command and waits for its answer.</summary>
    public async Task<string> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        return await ReadAsync("answer ");
    }

    /// <summary>The host's side: answers each command until its input ends.</summary>
    public static async Task ServeAsync(string ready, Func<string, Task<string>> answer)
    {
        System.Console.WriteLine("ready " + ready);
        while (await System.Console.In.ReadLineAsync() is { } command)
            System.Console.WriteLine("answer " + await answer(command));
    }

    public static HostCounters Counters(long databaseMicroseconds, long stored)
    {
        using var self = Process.GetCurrentProcess();
        return new HostCounters(
            (long)self.TotalProcessorTime.TotalMicroseconds,
            databaseMicroseconds,
            GC.GetTotalAllocatedBytes(precise: true),
            stored,
            self.WorkingSet64
        );
    }

    private static async Task ReadAllAsync(Process process, ChannelWriter<string> said)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            said.TryWrite(line);
        said.Complete();
    }

    /// <summary>The rest of the next line that begins so; what else the host said goes to standard error.</summary>
    private async Task<string> ReadAsync(string prefix)
    {
        await foreach (var line in _said.Reader.ReadAllAsync())
            if (line.StartsWith(prefix, StringComparison.Ordinal))
                return line[prefix.Length..];
            else
                await System.Console.Error.WriteLineAsync(line);
        throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"The host ended before it said “{prefix.Trim()}”.")
        );
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }
}

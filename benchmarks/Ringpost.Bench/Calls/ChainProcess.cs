using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Ringpost.Bench.Calls;

/// <summary>What the host has done since it began. Statements and rows of SQLite where it was told to count them, else of PostgreSQL's own books.</summary>
internal sealed record ChainCounts(
    long Conversions,
    long Waiting,
    long Refused,
    long Allocated,
    long Collections,
    long WholeHeap,
    long Statements,
    long Rows,
    long DatabaseMicroseconds
);

/// <summary>The product in a process of its own (<see cref="ChainHost"/>), asked over its standard input.</summary>
internal sealed class ChainProcess : IDisposable
{
    private readonly Process _host;
    private readonly string _data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;

    /// <param name="database">Empty for SQLite.</param>
    /// <param name="receiver">Where the three pixels go; empty for the example's own two, which become conversions.</param>
    /// <param name="counts">Whether SQLite's statements are counted.</param>
    public ChainProcess(string database, string receiver = "", bool counts = false)
    {
        var url = $"http://127.0.0.1:{BenchRun.FreePort()}";
        _host = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["host-chain", url, _data, database, receiver, counts ? "count" : "-"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    public async Task<ChainAddress> StartedAsync() => JsonSerializer.Deserialize<ChainAddress>(await ReadAsync("ready "))!;

    public TimeSpan ProcessorTime
    {
        get
        {
            _host.Refresh();
            return _host.TotalProcessorTime;
        }
    }

    public async Task<ChainCounts> CountAsync()
    {
        await _host.StandardInput.WriteLineAsync("counts");
        return JsonSerializer.Deserialize<ChainCounts>(await ReadAsync("counts "))!;
    }

    /// <summary>Stores copies of the newest call; says how many, and how long it took.</summary>
    public async Task<string> FillAsync(int calls, bool whole)
    {
        await _host.StandardInput.WriteLineAsync($"fill {calls} {(whole ? "whole" : "lean")}");
        return await ReadAsync("filled ");
    }

    /// <summary>Until as many are done as there should be; more, or fewer after two minutes, is a failed run.</summary>
    public async Task<ChainCounts> WaitAsync(Func<ChainCounts, long> done, long wanted)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var counts = await CountAsync();
            if (counts.Refused > 0)
                throw new InvalidOperationException($"{counts.Refused} deliveries were refused.");
            if (done(counts) == wanted)
                return counts;
            if (done(counts) > wanted || Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"{done(counts)} of {wanted}; {counts.Waiting} deliveries wait.")
                );
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async Task StopAsync()
    {
        _host.StandardInput.Close();
        await _host.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_host.HasExited)
            _host.Kill();
        _host.Dispose();
        Directory.Delete(_data, true);
    }

    private async Task<string> ReadAsync(string prefix)
    {
        string? line;
        do line = await _host.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The host ended too early.");
        while (!line.StartsWith(prefix, StringComparison.Ordinal));
        return line[prefix.Length..];
    }
}

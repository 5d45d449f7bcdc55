using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ringpost.Server.Simulation;

namespace Ringpost.Bench.Calls;

/// <summary>
/// How many calls a second go the whole way: signed webhooks of a carrier, the call settled, its two pixels delivered, two postbacks become
/// two conversions? The host is a process of its own; the carrier plays in this one, over real HTTP, with a new caller for each call.
/// </summary>
internal static class WholeChain
{
    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name, string otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : otherwise;
        var calls = int.Parse(Option("--calls", "3000"), CultureInfo.InvariantCulture);
        var atOnce = int.Parse(Option("--at-once", "32"), CultureInfo.InvariantCulture);
        // Until the compiler has its second tier of nearly everything: some 20 s on two slow cores.
        var warmUp = int.Parse(Option("--warm-up", "3000"), CultureInfo.InvariantCulture);
        var database = Option("--database", "");
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        var url = $"http://127.0.0.1:{BenchRun.FreePort()}";
        using var host = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["host-chain", url, data, database])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            var address = JsonSerializer.Deserialize<ChainAddress>(await ReadAsync(host, "ready "))!;
            await PlayAsync(address, warmUp, atOnce, 0);
            var before = await WaitAsync(host, 2L * warmUp);

            host.Refresh();
            var cpu = host.TotalProcessorTime;
            var began = Stopwatch.GetTimestamp();
            var milliseconds = await PlayAsync(address, calls, atOnce, warmUp);
            var answered = Stopwatch.GetElapsedTime(began);
            var after = await WaitAsync(host, 2L * (warmUp + calls));
            var whole = Stopwatch.GetElapsedTime(began);
            host.Refresh();
            var cost = (host.TotalProcessorTime - cpu).TotalMilliseconds / calls;
            host.StandardInput.Close();
            await host.WaitForExitAsync();

            milliseconds.Sort();
            var kind = database.Length == 0 ? "SQLite, WAL, answered after the sync" : "PostgreSQL";
            string[] lines =
            [
                $"{BenchRun.Today()}, commit {await BenchRun.CommitAsync()}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription}), {kind}, "
                    + $"{calls} calls of one answered leg, {atOnce} at once, after {warmUp} to warm up",
                "",
                "| measure | value |",
                "|---|---|",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| calls a second, all webhooks answered after commit | {calls / answered.TotalSeconds:#,0} |"
                ),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| calls a second, until the last of {2 * calls} conversions is stored | {calls / whole.TotalSeconds:#,0} |"
                ),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| all webhooks of one call (8 requests), p50 / p99 | {milliseconds[milliseconds.Count / 2]:0} / {milliseconds[milliseconds.Count * 99 / 100]:0} ms |"
                ),
                string.Create(CultureInfo.InvariantCulture, $"| server's CPU time per call, both halves | {cost:0.0} ms |"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| allocated per call | {(after.Allocated - before.Allocated) / calls / 1024:#,0} KB |"
                ),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| collections of garbage, all / of the whole heap | {after.Collections - before.Collections} / {after.Whole - before.Whole} |"
                ),
            ];
            foreach (var line in lines)
                System.Console.WriteLine(line);
            if (args.Contains("--write-results"))
                BenchRun.Write($"whole-chain-{(database.Length == 0 ? "sqlite" : "postgres")}", "Whole chain", lines);
            return 0;
        }
        finally
        {
            if (!host.HasExited)
                host.Kill();
            Directory.Delete(data, true);
        }
    }

    private static async Task<List<double>> PlayAsync(ChainAddress address, int calls, int atOnce, int firstCaller)
    {
        LegStep[] steps = [new(LegScript.Answer, 90)];
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = atOnce });
        var carrier = new SimulatedCarrier(
            new CarrierRequests(http, SimulatedCarrier.NewSid("AC"), address.Token, TimeProvider.System),
            address.VoiceUrl,
            address.StatusUrl
        );
        var took = new ConcurrentBag<double>();
        await Parallel.ForEachAsync(
            Enumerable.Range(firstCaller, calls),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (n, cancellation) =>
            {
                var began = Stopwatch.GetTimestamp();
                // 415-2xx-xxxx: eight million callers, none twice.
                var call = new SimulatedCall(
                    $"+1415{2_000_000 + n:0000000}",
                    SeedExample.FirstNumber,
                    steps,
                    TimeProvider.System.GetUtcNow().AddMinutes(-3)
                );
                var outcome = await carrier.PlayAsync(call, cancellation);
                if (outcome.Refusal is not null || !outcome.Connected)
                    throw new InvalidOperationException(outcome.Refusal ?? "A call did not connect.");
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        );
        return [.. took];
    }

    /// <summary>Until as many conversions are stored as there should be; more or fewer after two minutes is a failed run.</summary>
    private static async Task<Garbage> WaitAsync(Process host, long conversions)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            await host.StandardInput.WriteLineAsync("counts");
            var counts = (await ReadAsync(host, "counts ")).Split(' ');
            var stored = long.Parse(counts[0], CultureInfo.InvariantCulture);
            if (stored == conversions)
                return new Garbage(
                    long.Parse(counts[2], CultureInfo.InvariantCulture),
                    long.Parse(counts[3], CultureInfo.InvariantCulture),
                    long.Parse(counts[4], CultureInfo.InvariantCulture)
                );
            if (stored > conversions || Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"{stored} conversions of {conversions}; {counts[1]} deliveries wait.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private sealed record Garbage(long Allocated, long Collections, long Whole);

    private static async Task<string> ReadAsync(Process host, string prefix)
    {
        string? line;
        do line = await host.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The host ended too early.");
        while (!line.StartsWith(prefix, StringComparison.Ordinal));
        return line[prefix.Length..];
    }
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace Ringpost.Bench.Postbacks;

/// <summary>
/// How many clickless postbacks a second does the product take in, answered after the commit, beside what the same machine gives for an
/// endpoint that does nothing? Both are measured in one run, over real HTTP, each host in a process of its own.
/// </summary>
internal static class PostbackIngest
{
    public static async Task<int> RunAsync(BenchArguments args)
    {
        var seconds = args.Number("--seconds", 20);
        // Long enough for the compiler's second tier; a cold start is another question.
        var warmUp = args.Number("--warm-up", 10);
        var connections = args.Number("--connections", 64);
        var stored = args.Number("--stored", 0);
        var keys = Enum.Parse<Keys>(args.Text("--keys", "random"), ignoreCase: true);
        var database = args.Text("--database", "");
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;

        // On a machine that others use too, the ratio says little: the result names how busy it was.
        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0] : "unknown";
        Measured noOp,
            ingest;
        try
        {
            noOp = await MeasureAsync(url => ["host-noop", url], keys, connections, seconds, warmUp, 0);
            ingest = await MeasureAsync(url => ["host-postbacks", url, data, database], keys, connections, seconds, warmUp, stored);
        }
        finally
        {
            Directory.Delete(data, true);
        }

        var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
        string[] lines =
        [
            $"{BenchRun.Today()}, commit {await BenchRun.CommitAsync()}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription}), load before {load}, "
                + $"wrk, {connections} connections, {seconds} s each, 50 offers × 200 affiliates, 1 % duplicates, `t` {(keys == Keys.Random ? "random" : "time-ordered (UUIDv7)")}"
                + (
                    stored > 0
                        ? string.Create(CultureInfo.InvariantCulture, $", {stored:#,0} conversions stored before ({ingest.Filled})")
                        : ""
                ),
            "",
            "| endpoint | requests/s | p50 | p99 | failed | server's CPU per request | PostgreSQL's CPU | allocated |",
            "|---|---|---|---|---|---|---|---|",
            Row("Kestrel, constant answer", noOp),
            Row($"postback ingest, {kind}", ingest),
            "",
            string.Create(CultureInfo.InvariantCulture, $"Ratio {ingest.Load.PerSecond / noOp.Load.PerSecond:0.00}. {ingest.Touched}"),
        ];
        foreach (var line in lines)
            System.Console.WriteLine(line);
        if (args.Has("--write-results"))
            BenchRun.Write(
                $"postback-ingest-{kind}-{connections}-{keys}{(stored > 0 ? $"-{stored / 1_000_000}m" : "")}".ToLowerInvariant(),
                "Postback ingest",
                lines
            );
        return ingest.Load.Failed == 0 ? 0 : 1;
    }

    private sealed record Measured(LoadResult Load, double Cpu, double DatabaseCpu, double Bytes, string Touched, string Filled);

    private static async Task<Measured> MeasureAsync(
        Func<string, string[]> arguments,
        Keys keys,
        int connections,
        int seconds,
        int warmUp,
        int stored
    )
    {
        await using var host = await HostProcess.StartAsync(arguments);
        var target = PostbackTarget.Read(host.Ready);
        await Load.RunAsync(host.Url, target, keys, connections, warmUp);
        var filled = stored > 0 ? await host.AskAsync($"fill {stored}") : "";
        if (stored > 0)
            await Load.RunAsync(host.Url, target, keys, connections, warmUp);
        await host.AskAsync("settle");
        var before = await host.CountAsync();
        var result = await Load.RunAsync(host.Url, target, keys, connections, seconds);
        var after = await host.CountAsync();
        if (Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is not null)
            System.Console.WriteLine((await host.AskAsync("allocations")).Replace("; ", "\n", StringComparison.Ordinal));
        var requests = Math.Max(1, result.PerSecond * seconds);
        return new Measured(
            result,
            (after.CpuMicroseconds - before.CpuMicroseconds) / requests,
            (after.DatabaseMicroseconds - before.DatabaseMicroseconds) / requests,
            (after.Allocated - before.Allocated) / requests,
            await host.AskAsync("indexes"),
            filled
        );
    }

    private static string Row(string name, Measured m) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {m.Load.PerSecond:#,0} | {m.Load.P50} | {m.Load.P99} | {m.Load.Failed} | {m.Cpu:0} µs | {m.DatabaseCpu:0} µs | {m.Bytes:#,0} B |"
        );
}

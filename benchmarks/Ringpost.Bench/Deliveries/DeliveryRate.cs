using System.Diagnostics;
using System.Globalization;
using Ringpost.Bench.Console;
using Ringpost.Bench.Postbacks;
using static System.FormattableString;

namespace Ringpost.Bench.Deliveries;

/// <summary>
/// How many durable deliveries leave in a second, beside a bare client that stores nothing? What does one cost while a million wait, and while
/// few do, and how soon does a server begin that starts over a million? Sender, database and receivers share the machine.
/// </summary>
internal static class DeliveryRate
{
    /// <summary>What is sent before anything is measured.</summary>
    private const int WarmUp = 60_000;

    private const int InFlight = 64;

    /// <summary>It needs the longer for it, and keeps all in memory.</summary>
    private const int MostByBullMq = 50_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var count = arguments.Number("--deliveries", 200_000);
        var hosts = arguments.Number("--hosts", 50);
        var database = arguments.Text("--database", "");
        var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            if (arguments.Has("--published"))
                await PublishedServer.PublishAsync();
            await using var sink = new NumberedSink(hosts, WarmUp + count);
            await sink.StartAsync();
            var bareBefore = await BareAsync(sink.Port, hosts);
            string stored;
            await using (var web = await StartAsync(data, database, "web"))
            {
                stored = await web.AskAsync($"fill 0 {WarmUp + count} {hosts} {sink.Port}");
                await web.AskAsync("settle");
            }

            string[] published = arguments.Has("--published") ? [await StartPublishedAsync(data, database, sink)] : [];
            var earlier = sink.Came;
            var began = Stopwatch.GetTimestamp();
            await using var host = await StartAsync(data, database, "web,worker");
            var ready = Stopwatch.GetElapsedTime(began);
            await CameAsync(sink, earlier + WarmUp);
            var before = await host.CountAsync();
            var from = sink.Came;
            var most = before.ResidentBytes;
            while (sink.Came < WarmUp + count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
                most = Math.Max(most, (await host.CountAsync()).ResidentBytes);
                if (Stopwatch.GetElapsedTime(began) > Patience)
                    throw new InvalidOperationException($"Only {sink.Came} came.");
            }

            while (await host.AskAsync("waiting") != "0")
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            var after = await host.CountAsync();
            var sent = sink.Came - from;
            var perSecond = sent / Stopwatch.GetElapsedTime(sink.MomentOf(from)).TotalSeconds;
            var bareAfter = await BareAsync(sink.Port, hosts);
            var bare = (bareBefore + bareAfter) / 2;
            var bullMq = arguments.Has("--beside-bullmq") ? await BullMq.RunAsync(Math.Min(count, MostByBullMq), hosts, InFlight) : 0;
            var tenths = Enumerable.Range(0, 10).Select(n => PerSecond(sink, from + (sent / 10 * n), sent / 10)).ToArray();
            string[] lines =
            [
                $"{await BenchRun.HeaderAsync()}, {kind}, every result stored before it counts as delivered; sender{(database.Length == 0 ? "" : ", database")} and receivers on these cores",
                "",
                "| measure | value |",
                "|---|---|",
                Invariant($"| waiting at the start / receivers | {WarmUp + count:#,0} / {hosts} |"),
                Invariant($"| deliveries a second, until the last is noted | {perSecond:#,0} |"),
                Invariant($"| a bare client, {InFlight} in flight, nothing stored, before and after | {bareBefore:#,0}, {bareAfter:#,0} |"),
                Invariant($"| ratio | {perSecond / bare:0.00} |"),
                Invariant(
                    $"| each tenth, a second, while ever fewer wait | {string.Join(", ", tenths.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t:#,0}")))} |"
                ),
                .. published,
                Invariant(
                    $"| the benchmark's host, compiled as it runs: the same | {ready.TotalSeconds:0.0} / {Stopwatch.GetElapsedTime(began, sink.MomentOf(earlier)).TotalSeconds:0.0} s |"
                ),
                Invariant(
                    $"| CPU time per delivery, sender / database | {(after.CpuMicroseconds - before.CpuMicroseconds) / (double)sent:0} / {(after.DatabaseMicroseconds - before.DatabaseMicroseconds) / (double)sent:0} µs |"
                ),
                Invariant($"| allocated per delivery | {(after.Allocated - before.Allocated) / sent / 1024.0:0.0} KB |"),
                Invariant($"| memory of the sender, at most | {most / 1_048_576} MB |"),
                Invariant(
                    $"| storing them, {stored} s, a second | {(WarmUp + count) / double.Parse(stored, CultureInfo.InvariantCulture):#,0} |"
                ),
                Invariant($"| received twice | {sink.Again} |"),
                .. bullMq > 0
                    ?
                    [
                        Invariant(
                            $"| BullMQ 6.7 on Redis, each write synced, {InFlight} at once, the same requests and receivers, a second | {bullMq:#,0} |"
                        ),
                    ]
                    : Array.Empty<string>(),
            ];
            var name = $"delivery-rate-{kind}{(hosts == 1 ? "-one-host" : "")}{(count >= 1_000_000 ? "-million" : "")}".ToLowerInvariant();
            BenchRun.Show(name, "Durable deliveries", lines, arguments.Has("--write-results"));
            if (Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is not null)
                System.Console.WriteLine((await host.AskAsync("allocations")).Replace("; ", "\n", StringComparison.Ordinal));
            return sink.Again == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    internal static Task<HostProcess> StartAsync(string data, string database, string roles) =>
        HostProcess.StartAsync(url => ["host-deliveries", url, data, database, roles]);

    /// <summary>The program as it is handed out, started three times over what waits.</summary>
    private static async Task<string> StartPublishedAsync(string data, string database, NumberedSink sink)
    {
        List<double> ready = [],
            first = [];
        for (var times = 0; times < 3; times++)
        {
            var earlier = sink.Came;
            var began = Stopwatch.GetTimestamp();
            await using var server = await PublishedServer.StartAsync(
                data,
                ("Database", database),
                ("MasterKey", Convert.ToBase64String(new byte[32])),
                ("Delivery__AllowPrivateAddresses", "true")
            );
            ready.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            await CameAsync(sink, earlier + 1);
            first.Add(Stopwatch.GetElapsedTime(began, sink.MomentOf(earlier)).TotalSeconds);
            await server.StopAsync();
        }

        return $"| the published program, three starts: from the start of the process to listening / to the first delivery | {Seconds(ready)} / {Seconds(first)} s |";

        static string Seconds(IEnumerable<double> times) =>
            string.Join(", ", times.Select(t => t.ToString("0.0", CultureInfo.InvariantCulture)));
    }

    private static async Task CameAsync(NumberedSink sink, long wanted)
    {
        var began = Stopwatch.GetTimestamp();
        while (sink.Came < wanted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"Only {sink.Came} came.");
        }
    }

    private static double PerSecond(NumberedSink sink, long from, long count) =>
        (count - 1) / Stopwatch.GetElapsedTime(sink.MomentOf(from), sink.MomentOf(from + count - 1)).TotalSeconds;

    private static async Task<double> BareAsync(int port, int hosts)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["host-bare-client", $"{port}", $"{hosts}", $"{InFlight}", "6"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        return double.Parse(await process.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }
}

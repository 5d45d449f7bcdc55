using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace Ringpost.Bench.Calls;

/// <summary>
/// How many calls a second go from their first webhook to the last pixel delivered, each with an incoming, a connected and a payout pixel to a
/// receiver on loopback? Then: how long does a webhook wait at half that rate, and what is left of the rate over a database that holds many calls?
/// Generator and receiver share the machine with the server.
/// </summary>
internal static class CallRate
{
    private const int PixelsOfCall = 3;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var calls = arguments.Number("--calls", 3000);
        var atOnce = arguments.Number("--at-once", 32);
        var warmUp = arguments.Number("--warm-up", 3000);
        var seconds = arguments.Number("--seconds", 20);
        var stored = arguments.Number("--stored", 0);
        var database = arguments.Text("--database", "");
        await using var receiver = new PixelReceiver();
        await receiver.StartAsync();
        using var host = new ChainProcess(database, receiver.Url, counts: true);
        var address = await host.StartedAsync();
        // Calls that begin at their moments have more webhooks under way than those that wait for each other.
        using var player = new CallPlayer(address, 256);
        var played = 0L;

        async Task<Run> PlayAsync(int count, Func<Task> play)
        {
            var before = await host.CountAsync();
            var (cpu, own, began) = (host.ProcessorTime, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            await play();
            var answered = Stopwatch.GetElapsedTime(began);
            played += count;
            await host.WaitAsync(c => c.Waiting > 0 ? 0 : receiver.Taken, PixelsOfCall * played);
            var whole = Stopwatch.GetElapsedTime(began);
            (cpu, own) = (host.ProcessorTime - cpu, Environment.CpuUsage.TotalTime - own);
            // PostgreSQL's books are up to a second late.
            if (database.Length > 0)
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            return new Run(count, answered, whole, cpu, own, before, await host.CountAsync(), player.TakeCalls(), player.TakeWebhooks());
        }

        await PlayAsync(warmUp, () => player.PlayAsync(warmUp, atOnce));
        var run = await PlayAsync(calls, () => player.PlayAsync(calls, atOnce));
        var rate = arguments.Number("--rate", (int)(run.PerSecond / 2));
        var half = await PlayAsync(rate * seconds, () => player.PlayAtRateAsync(rate * seconds, rate));
        List<string> lines =
        [
            $"{await BenchRun.HeaderAsync()}, {(database.Length == 0 ? "SQLite, WAL, answered after the sync" : "PostgreSQL")}; generator, receiver"
                + $"{(database.Length == 0 ? "" : ", database")} and server on these cores; {calls} calls of one answered leg, 8 webhooks and 3 pixels each, {atOnce} at once, after {warmUp} to warm up",
            "",
            "| measure | value |",
            "|---|---|",
            .. run.Describe(),
            Invariant(
                $"| a webhook's answer at {rate} calls a second for {seconds} s, p50 / p99 | {CallPlayer.At(half.Webhooks, 50):0.0} / {CallPlayer.At(half.Webhooks, 99):0.0} ms |"
            ),
        ];
        if (stored > 0)
        {
            var filled = await host.FillAsync(stored, arguments.Has("--whole"));
            await PlayAsync(warmUp / 4, () => player.PlayAsync(warmUp / 4, atOnce));
            var over = await PlayAsync(calls, () => player.PlayAsync(calls, atOnce));
            lines.Add(Invariant($"| calls a second over {filled} | {over.PerSecond:#,0} |"));
            lines.Add(Invariant($"| CPU time per call there, server and database | {over.CpuPerCall:0.00} ms |"));
            lines.Add(
                Invariant(
                    $"| cost per call before by cost there: by rate / by CPU time | {over.PerSecond / run.PerSecond:0.00} / {run.CpuPerCall / over.CpuPerCall:0.00} |"
                )
            );
        }

        await host.StopAsync();
        var name = $"call-rate-{(database.Length == 0 ? "sqlite" : "postgresql")}{(stored > 0 ? "-stored" : "")}";
        BenchRun.Show(name, "Calls to the last pixel", [.. lines], arguments.Has("--write-results"));
        return 0;
    }

    private sealed record Run(
        int Calls,
        TimeSpan Answered,
        TimeSpan Whole,
        TimeSpan Cpu,
        TimeSpan Own,
        ChainCounts Before,
        ChainCounts After,
        List<double> Took,
        List<double> Webhooks
    )
    {
        public double PerSecond => Calls / Whole.TotalSeconds;

        /// <summary>Milliseconds of the server and of its database.</summary>
        public double CpuPerCall => (Cpu.TotalMilliseconds / Calls) + Database;

        private double Database => (After.DatabaseMicroseconds - Before.DatabaseMicroseconds) / 1000.0 / Calls;

        public IEnumerable<string> Describe() =>
            [
                Invariant($"| calls a second, until the last of {PixelsOfCall * Calls} pixels is delivered and noted | {PerSecond:#,0} |"),
                Invariant($"| calls a second, all webhooks answered after commit | {Calls / Answered.TotalSeconds:#,0} |"),
                Invariant($"| all webhooks of one call, p50 / p99 | {CallPlayer.At(Took, 50):0} / {CallPlayer.At(Took, 99):0} ms |"),
                Invariant($"| one webhook, p50 / p99 | {CallPlayer.At(Webhooks, 50):0.0} / {CallPlayer.At(Webhooks, 99):0.0} ms |"),
                Invariant($"| statements per call, deliveries included | {Statements} |"),
                Invariant($"| rows written, changed and deleted per call | {(After.Rows - Before.Rows) / (double)Calls:0.0} |"),
                Invariant(
                    $"| CPU time per call: server / database / generator and receiver | {Cpu.TotalMilliseconds / Calls:0.00} / {Database:0.00} / {Own.TotalMilliseconds / Calls:0.00} ms |"
                ),
                Invariant($"| allocated per call | {(After.Allocated - Before.Allocated) / Calls / 1024:#,0} KB |"),
                Invariant(
                    $"| collections of garbage, all / of the whole heap | {After.Collections - Before.Collections} / {After.WholeHeap - Before.WholeHeap} |"
                ),
            ];

        private string Statements =>
            After.Statements < 0
                ? "not counted by the server"
                : ((After.Statements - Before.Statements) / (double)Calls).ToString("0.0", CultureInfo.InvariantCulture);
    }
}

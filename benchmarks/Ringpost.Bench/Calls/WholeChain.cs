using System.Diagnostics;
using static System.FormattableString;

namespace Ringpost.Bench.Calls;

/// <summary>
/// How many calls a second go the whole way: signed webhooks of a carrier, the call settled, its two pixels delivered, two postbacks become
/// two conversions? The host is a process of its own; the carrier plays in this one, over real HTTP, with a new caller for each call.
/// </summary>
internal static class WholeChain
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var calls = arguments.Number("--calls", 3000);
        var atOnce = arguments.Number("--at-once", 32);
        // Until the compiler has its second tier of nearly everything: some 20 s on two slow cores.
        var warmUp = arguments.Number("--warm-up", 3000);
        var database = arguments.Text("--database", "");
        using var host = new ChainProcess(database);
        using var player = new CallPlayer(await host.StartedAsync(), atOnce);
        await player.PlayAsync(warmUp, atOnce);
        var before = await host.WaitAsync(c => c.Conversions, 2L * warmUp);
        player.TakeCalls();

        var (cpu, began) = (host.ProcessorTime, Stopwatch.GetTimestamp());
        await player.PlayAsync(calls, atOnce);
        var answered = Stopwatch.GetElapsedTime(began);
        var after = await host.WaitAsync(c => c.Conversions, 2L * (warmUp + calls));
        var whole = Stopwatch.GetElapsedTime(began);
        var cost = (host.ProcessorTime - cpu).TotalMilliseconds / calls;
        await host.StopAsync();

        var took = player.TakeCalls();
        var kind = database.Length == 0 ? "SQLite, WAL, answered after the sync" : "PostgreSQL";
        string[] lines =
        [
            $"{await BenchRun.HeaderAsync()}, {kind}, {calls} calls of one answered leg, {atOnce} at once, after {warmUp} to warm up",
            "",
            "| measure | value |",
            "|---|---|",
            Invariant($"| calls a second, all webhooks answered after commit | {calls / answered.TotalSeconds:#,0} |"),
            Invariant($"| calls a second, until the last of {2 * calls} conversions is stored | {calls / whole.TotalSeconds:#,0} |"),
            Invariant(
                $"| all webhooks of one call (8 requests), p50 / p99 | {CallPlayer.At(took, 50):0} / {CallPlayer.At(took, 99):0} ms |"
            ),
            Invariant($"| server's CPU time per call, both halves | {cost:0.0} ms |"),
            Invariant($"| allocated per call | {(after.Allocated - before.Allocated) / calls / 1024:#,0} KB |"),
            Invariant(
                $"| collections of garbage, all / of the whole heap | {after.Collections - before.Collections} / {after.WholeHeap - before.WholeHeap} |"
            ),
        ];
        BenchRun.Show(
            $"whole-chain-{(database.Length == 0 ? "sqlite" : "postgres")}",
            "Whole chain",
            lines,
            arguments.Has("--write-results")
        );
        return 0;
    }
}

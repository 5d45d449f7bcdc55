using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace Ringpost.Bench.Deliveries;

/// <summary>
/// What does a delivery cost while a thousand wait, and while a million do? The one and the other in turns, each from an empty log; while a
/// stretch is measured as many are stored as leave, so that as many wait at its end as at its beginning.
/// </summary>
internal static class DeliveryBacklog
{
    /// <summary>What is sent in each stretch before anything is measured.</summary>
    private const int WarmUp = 100_000;

    private const int Few = 1_000;

    /// <summary>So many are missing before any are stored.</summary>
    private const int Portion = 250;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var many = arguments.Number("--many", 1_000_000);
        var count = arguments.Number("--deliveries", 200_000);
        var turns = arguments.Number("--turns", 3);
        var hosts = arguments.Number("--hosts", 50);
        var database = arguments.Text("--database", "");
        var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
        List<Stretch> few = [],
            lot = [];
        for (var turn = 0; turn < turns; turn++)
        {
            few.Add(await HoldAsync(Few, count, hosts, database));
            lot.Add(await HoldAsync(many, count, hosts, database));
        }

        string[] lines =
        [
            $"{await BenchRun.HeaderAsync()}, {kind}, every result stored before it counts as delivered; sender{(database.Length == 0 ? "" : ", database")} and {hosts} receivers on these cores{(database.Length == 0 ? "" : "; the server vacuumed before each stretch")}",
            "",
            Invariant($"| {count:#,0} deliveries a stretch, storing as many meanwhile included | {Few:#,0} wait | {many:#,0} wait |"),
            "|---|---|---|",
            Invariant($"| a second, each stretch | {Text(few, s => s.PerSecond)} | {Text(lot, s => s.PerSecond)} |"),
            Invariant($"| CPU time of one, sender, µs | {Text(few, s => s.Sender)} | {Text(lot, s => s.Sender)} |"),
            Invariant($"| CPU time of one, database, µs | {Text(few, s => s.Database)} | {Text(lot, s => s.Database)} |"),
            Invariant($"| a second, mean | {few.Average(s => s.PerSecond):#,0} | {lot.Average(s => s.PerSecond):#,0} |"),
            Invariant($"| CPU time of one, mean | {few.Average(s => s.Cost):0.0} | {lot.Average(s => s.Cost):0.0} |"),
            Invariant(
                $"| a million's rate by a thousand's / a thousand's cost by a million's | | {lot.Average(s => s.PerSecond) / few.Average(s => s.PerSecond):0.00} / {few.Average(s => s.Cost) / lot.Average(s => s.Cost):0.00} |"
            ),
        ];
        BenchRun.Show(
            $"delivery-backlog-{kind}".ToLowerInvariant(),
            "Deliveries while few and many wait",
            lines,
            arguments.Has("--write-results")
        );
        return 0;
    }

    private static async Task<Stretch> HoldAsync(int waiting, int count, int hosts, string database)
    {
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            await using var sink = new NumberedSink(hosts, waiting + (2 * (WarmUp + count)));
            await sink.StartAsync();
            await using (var web = await DeliveryRate.StartAsync(data, database, "web"))
            {
                await web.AskAsync("empty");
                await web.AskAsync($"fill 0 {waiting} {hosts} {sink.Port}");
                await web.AskAsync("vacuum");
            }

            await using var host = await DeliveryRate.StartAsync(data, database, "web,worker");
            var stored = waiting;
            await HoldUntilAsync(WarmUp);
            var before = await host.CountAsync();
            var from = (int)sink.Came;
            await HoldUntilAsync(from + count);
            var after = await host.CountAsync();
            var sent = (double)(sink.Came - from);
            return new Stretch(
                count / Stopwatch.GetElapsedTime(sink.MomentOf(from), sink.MomentOf(from + count - 1)).TotalSeconds,
                (after.CpuMicroseconds - before.CpuMicroseconds) / sent,
                (after.DatabaseMicroseconds - before.DatabaseMicroseconds) / sent
            );

            async Task HoldUntilAsync(int came)
            {
                while (sink.Came < came)
                {
                    var missing = waiting - (stored - (int)sink.Came);
                    if (missing >= Portion)
                    {
                        await host.AskAsync($"fill {stored} {missing} {hosts} {sink.Port}");
                        stored += missing;
                    }
                    else
                        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                }
            }
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private static string Text(List<Stretch> stretches, Func<Stretch, double> figure) =>
        string.Join(", ", stretches.Select(s => figure(s).ToString("#,0", CultureInfo.InvariantCulture)));

    /// <param name="Sender">Microseconds of one delivery, storing it included.</param>
    private sealed record Stretch(double PerSecond, double Sender, double Database)
    {
        public double Cost => Sender + Database;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Ringpost.Bench.Deliveries;

/// <summary>
/// How long after its commit does a delivery reach its receiver, at a steady rate? And how long those for other receivers while one of them
/// sleeps eight seconds before each answer?
/// </summary>
internal static class DeliveryDelay
{
    private const int Hosts = 50;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var perSecond = arguments.Number("--rate", 500);
        var seconds = arguments.Number("--seconds", 20);
        var database = arguments.Text("--database", "");
        var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            const int Loads = 5;
            await using var sink = new NumberedSink(Hosts, Loads * perSecond * seconds);
            await sink.StartAsync();
            await using var host = await DeliveryRate.StartAsync(data, database, "web,worker");
            var first = 0;

            async Task<Delays> LoadAsync(bool sleeping)
            {
                sink.LastSleeps = sleeping;
                var file = await host.AskAsync($"pace {first} {perSecond} {seconds} {Hosts} {sink.Port}");
                var committed = JsonSerializer.Deserialize<long[]>(await File.ReadAllTextAsync(file))!;
                File.Delete(file);
                sink.LastSleeps = false;
                // The sleeping one's share comes later, as it awakes.
                while (await host.AskAsync("waiting") != "0")
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                var delays = Enumerable
                    .Range(first, committed.Length)
                    .Where(n => n % Hosts != Hosts - 1)
                    .Select(n => Stopwatch.GetElapsedTime(committed[n - first], sink.CameAt(n)).TotalMilliseconds)
                    .Order()
                    .ToArray();
                first += committed.Length;
                return new Delays(delays);
            }

            await LoadAsync(sleeping: false);
            await host.AskAsync("settle");
            var alone = await LoadAsync(sleeping: false);
            var beside = await LoadAsync(sleeping: true);
            var again = await LoadAsync(sleeping: false);
            var besideAgain = await LoadAsync(sleeping: true);
            string[] lines =
            [
                $"{await BenchRun.HeaderAsync()}, {kind}; "
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{perSecond} deliveries a second for {seconds} s, each stored by a transaction of its own, to {Hosts} receivers; from the end of the commit to the receiver; those of the last receiver are left out"
                    ),
                "",
                "| load | p50 | p99 | longest |",
                "|---|---|---|---|",
                alone.Row("all answer at once"),
                beside.Row("the last sleeps 8 s"),
                again.Row("all answer at once, again"),
                besideAgain.Row("the last sleeps 8 s, again"),
                "",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Change of p99 by the sleeping one: {100 * ((beside.At(99) + besideAgain.At(99)) / (alone.At(99) + again.At(99)) - 1):+0;-0;0} %. Received twice: {sink.Again}."
                ),
            ];
            BenchRun.Show($"delivery-delay-{kind}".ToLowerInvariant(), "From commit to receiver", lines, arguments.Has("--write-results"));
            return sink.Again == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private sealed record Delays(double[] Milliseconds)
    {
        public double At(int percent) => Milliseconds[Math.Min(Milliseconds.Length - 1, Milliseconds.Length * percent / 100)];

        public string Row(string load) =>
            string.Create(CultureInfo.InvariantCulture, $"| {load} | {At(50):0.0} ms | {At(99):0.0} ms | {Milliseconds[^1]:0.0} ms |");
    }
}

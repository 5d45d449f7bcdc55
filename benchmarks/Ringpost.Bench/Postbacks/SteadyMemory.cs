using System.Globalization;

namespace Ringpost.Bench.Postbacks;

/// <summary>How much memory does the server hold at all the load it can take, and does it grow? Written as a chart.</summary>
internal static class SteadyMemory
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private const int Width = 800;

    private const int Height = 300;

    public static async Task<int> RunAsync(BenchArguments args)
    {
        var minutes = args.Number("--minutes", 10);
        var connections = args.Number("--connections", 64);
        var database = args.Text("--database", "");
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            await using var host = await HostProcess.StartAsync(url => ["host-postbacks", url, data, database]);
            var target = PostbackTarget.Read(host.Ready);
            await Load.RunAsync(host.Url, target, Keys.Random, connections, args.Number("--warm-up", 20));
            var load = Load.RunAsync(host.Url, target, Keys.Random, connections, minutes * 60);
            var megabytes = new List<double>();
            while (!load.IsCompleted)
            {
                megabytes.Add((await host.CountAsync()).ResidentBytes / 1e6);
                await Task.WhenAny(load, Task.Delay(Between, TimeProvider.System));
            }

            var result = await load;
            var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
            var name = $"steady-memory-{kind}".ToLowerInvariant();
            var third = Math.Max(1, megabytes.Count / 3);
            string[] lines =
            [
                await BenchRun.HeaderAsync()
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $", {kind}, {connections} connections, {minutes} minutes at {result.PerSecond:#,0} postbacks a second, {result.Failed} failed"
                    ),
                "",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Resident memory: most {megabytes.Max():0} MB; mean of the first third {megabytes.Take(third).Average():0} MB, of the last {megabytes.TakeLast(third).Average():0} MB."
                ),
                "",
                $"![Resident memory]({name}.svg)",
            ];
            BenchRun.Show(name, "Memory under load", lines, args.Has("--write-results"));
            if (args.Has("--write-results"))
                await File.WriteAllTextAsync($"benchmarks/results/{name}.svg", Chart(megabytes));
            return megabytes.Max() < 300 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private static string Chart(List<double> megabytes)
    {
        var points = megabytes.Select(
            (mb, n) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{n * (double)Width / Math.Max(1, megabytes.Count - 1):0.0},{Height - (mb / 300 * Height):0.0}"
                )
        );
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="-50 -20 {Width + 70} {Height + 60}" font-family="sans-serif" font-size="12">
            <title>Resident memory in MB over {megabytes.Count * Between.TotalSeconds / 60:0} minutes</title>
            <rect width="{Width}" height="{Height}" fill="none" stroke="#888"/>
            <text x="-8" y="4" text-anchor="end">300 MB</text><text x="-8" y="{Height}" text-anchor="end">0</text>
            <text x="{Width}" y="{Height + 18}" text-anchor="end">{megabytes.Count * Between.TotalSeconds / 60:0} minutes</text>
            <polyline fill="none" stroke="#0a7" stroke-width="2" points="{string.Join(' ', points)}"/>
            </svg>
            """;
    }
}

using System.Globalization;

namespace Ringpost.Bench.Postbacks;

/// <summary>How many clicks a second are stored and redirected, beside an endpoint that does nothing?</summary>
internal static class ClickRedirect
{
    public static async Task<int> RunAsync(BenchArguments args)
    {
        var seconds = args.Number("--seconds", 20);
        var warmUp = args.Number("--warm-up", 10);
        var connections = args.Number("--connections", 64);
        var database = args.Text("--database", "");
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            await using var idle = await HostProcess.StartAsync(url => ["host-noop", url]);
            var noOp = await RateAsync(idle, PostbackTarget.NoOp, connections, seconds, warmUp);
            await idle.DisposeAsync();
            await using var host = await HostProcess.StartAsync(url => ["host-postbacks", url, data, database]);
            var clicks = await RateAsync(host, PostbackTarget.Read(await host.AskAsync("clicks")), connections, seconds, warmUp);
            var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
            string[] lines =
            [
                await BenchRun.HeaderAsync()
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $", {kind}, {connections} connections, {seconds} s each, 50 creatives × 200 affiliates"
                    ),
                "",
                "| endpoint | requests/s | p50 | p99 | failed |",
                "|---|---|---|---|---|",
                Row("Kestrel, constant answer", noOp),
                Row("click redirect, answered after commit", clicks),
                "",
                string.Create(CultureInfo.InvariantCulture, $"Ratio {clicks.PerSecond / noOp.PerSecond:0.00}."),
            ];
            BenchRun.Show($"click-redirect-{kind}".ToLowerInvariant(), "Click redirect", lines, args.Has("--write-results"));
            return clicks.Failed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private static async Task<LoadResult> RateAsync(HostProcess host, PostbackTarget target, int connections, int seconds, int warmUp)
    {
        await Load.RunAsync(host.Url, target, Keys.Random, connections, warmUp);
        return await Load.RunAsync(host.Url, target, Keys.Random, connections, seconds);
    }

    private static string Row(string name, LoadResult r) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {r.PerSecond:#,0} | {r.P50} | {r.P99} | {r.Failed} |");
}

using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Ringpost.Bench.Postbacks;

/// <summary>
/// At half of the rate that it can take, how much longer do postbacks wait while affiliates' receivers sleep 8 seconds, and while someone
/// reads a year's report again and again?
/// </summary>
internal static class SideLoad
{
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(BenchArguments args)
    {
        var seconds = args.Number("--seconds", 20);
        var connections = args.Number("--connections", 64);
        var stored = args.Number("--stored", 1_000_000);
        var database = args.Text("--database", "");
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            await using var host = await HostProcess.StartAsync(url => ["host-postbacks", url, data, database]);
            await using var receiver = await SleepingReceiverAsync();
            var target = PostbackTarget.Read(host.Ready);
            Task<LoadResult> LoadAsync(double perSecond) => Load.RunAsync(host.Url, target, Keys.Random, connections, seconds, perSecond);

            await LoadAsync(0);
            await host.AskAsync($"fill {stored}");
            await LoadAsync(0);
            var most = await LoadAsync(0);
            var half = most.PerSecond / 2;
            var alone = await LoadAsync(half);

            await host.AskAsync($"tell {receiver.Urls.First()}/told");
            var told = await LoadAsync(half);
            await host.AskAsync("tell -");

            await host.AskAsync("report on");
            var reported = await LoadAsync(half);
            var reports = await host.AskAsync("report off");

            var again = await LoadAsync(half);
            var basis = (alone.P99Milliseconds + again.P99Milliseconds) / 2;
            string Row(string name, LoadResult r) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {r.PerSecond:#,0} | {r.P50} | {r.P99} | {100 * (r.P99Milliseconds / basis - 1):+0;-0;0} % | {r.Failed} |"
                );
            var kind = database.Length == 0 ? "SQLite" : "PostgreSQL";
            string[] lines =
            [
                await BenchRun.HeaderAsync()
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $", {kind}, {connections} connections, {seconds} s each, {stored:#,0} conversions stored"
                    ),
                "",
                "| load | requests/s | p50 | p99 | change of p99 | failed |",
                "|---|---|---|---|---|---|",
                Row("all it can take", most),
                Row("half of it", alone),
                Row("half, affiliates' receivers sleep 8 s", told),
                Row($"half, a year's report read {reports} times", reported),
                Row("half, once more", again),
            ];
            BenchRun.Show($"side-load-{kind}".ToLowerInvariant(), "What else goes on beside postbacks", lines, args.Has("--write-results"));
            return most.Failed + alone.Failed + told.Failed + reported.Failed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private static async Task<WebApplication> SleepingReceiverAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{BenchRun.FreePort()}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(_ => Task.Delay(Sleep, TimeProvider.System));
        await app.StartAsync();
        return app;
    }
}

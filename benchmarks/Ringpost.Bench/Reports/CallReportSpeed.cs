using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.CallTables;
using Ringpost.CallTracking.Dashboard;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage;

namespace Ringpost.Bench.Reports;

/// <summary>How long do the call report, the live figures and a sorted page take over a million calls of 31 days? The operations of page and API.</summary>
internal static class CallReportSpeed
{
    private const int Runs = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name, string otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : otherwise;
        var rows = long.Parse(Option("--rows", "1000000"), CultureInfo.InvariantCulture);
        var database = Option("--database", "");
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        await using var app = RingpostHost.Build(
            new Dictionary<string, string?>
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Data"] = data,
                ["Database"] = database,
                ["MasterKey"] = Convert.ToBase64String(new byte[32]),
                ["Logging:LogLevel:Default"] = "Warning",
            }
        );
        RingpostHost.Migrate(app, CancellationToken.None);
        // The last of the calls are today's: the live figures count them.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var last = today.AddDays(1);
        var clock = Stopwatch.StartNew();
        await CallFill.RunAsync(
            app.Services.GetRequiredService<Database>(),
            rows,
            TimeZones.StartOfDay(last.AddDays(-31), TimeZoneInfo.Utc),
            TimeSpan.FromDays(31)
        );
        System.Console.WriteLine($"{rows} calls after {clock.Elapsed.TotalSeconds:0} s");

        string Day(int before) => today.AddDays(-before).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var report = app.Services.GetRequiredService<CallReport>();
        var list = app.Services.GetRequiredService<ListCallTable>();
        var board = app.Services.GetRequiredService<GetCallDashboard>();
        var publisher = new Actor("user:2", "Publisher", Role.Publisher, Of: "AF7");
        async Task ReportAsync(string groupBy, int days, Actor? actor = null) =>
            _ = (
                await report.RunAsync(
                    actor ?? Actor.System,
                    new()
                    {
                        From = Day(days - 1),
                        To = Day(0),
                        GroupBy = groupBy,
                    }
                )
            ).Value;
        async Task ListAsync(string sort, int days) =>
            _ = (
                await list.RunAsync(
                    Actor.System,
                    new CallFilter { From = Day(days - 1), To = Day(0) },
                    new() { Sort = sort },
                    new PageRequest(50)
                )
            ).Value;
        (string Title, Func<Task> Run)[] questions =
        [
            ("report by campaign, a day", () => ReportAsync("callCampaign", 1)),
            ("report by campaign, 7 days", () => ReportAsync("callCampaign", 7)),
            ("report by campaign, 31 days", () => ReportAsync("callCampaign", 31)),
            ("report by target (legs), 7 days", () => ReportAsync("target", 7)),
            ("report by campaign, 7 days, for one publisher's person", () => ReportAsync("callCampaign", 7, publisher)),
            ("live figures (today and yesterday)", async () => _ = (await board.RunAsync(Actor.System)).Value),
            ("page of calls by date, 31 days", () => ListAsync("-callDt", 31)),
            ("page of calls by revenue, a day", () => ListAsync("-conversionAmount", 1)),
            ("page of calls by revenue, 3 days", () => ListAsync("-conversionAmount", 3)),
            ("page of calls by call length, 3 days", () => ListAsync("-callLengthInSeconds", 3)),
        ];
        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0] : "unknown";
        var lines = new List<string>
        {
            $"{BenchRun.Today()}, commit {await BenchRun.CommitAsync()}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription}), load before {load}; "
                + string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} calls of 31 days, a leg each, every twentieth adjusted; ")
                + $"{(database.Length == 0 ? "SQLite" : "PostgreSQL")}; {Runs} runs each after one to warm up",
            "",
            "| question | best | median | worst |",
            "|---|---|---|---|",
        };
        foreach (var (title, run) in questions)
        {
            await run();
            var times = new List<double>();
            for (var i = 0; i < Runs; i++)
            {
                clock.Restart();
                await run();
                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            lines.Add(
                string.Create(CultureInfo.InvariantCulture, $"| {title} | {times[0]:0} ms | {times[Runs / 2]:0} ms | {times[^1]:0} ms |")
            );
            System.Console.WriteLine(lines[^1]);
        }

        if (args.Contains("--write-results"))
            BenchRun.Write(
                $"call-report-speed-{(database.Length == 0 ? "sqlite" : "postgres")}",
                "Call reports, live figures and sorted pages over a million calls",
                [.. lines]
            );
        Directory.Delete(data, true);
        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Attribution;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage;

namespace Ringpost.Bench.Reports;

/// <summary>How long do reports over ten million conversions of a year take? The operation that page and API run, names and sorting included.</summary>
internal static class ReportSpeed
{
    private const int Runs = 11;

    /// <summary>Enough for the compiler's second tier.</summary>
    private const int WarmUps = 5;

    private static readonly DateOnly First = new(2025, 1, 1);

    private static readonly (string Title, ReportRequest Request, int? Limit)[] Questions =
    [
        (
            "day × offer, a month",
            new()
            {
                GroupBy = "day,offer",
                From = "2025-06-01",
                To = "2025-06-30",
            },
            200
        ),
        (
            "one offer's week, by day",
            new()
            {
                GroupBy = "day",
                From = "2025-06-02",
                To = "2025-06-08",
                OfferId = new OfferId(7),
            },
            50
        ),
        (
            "one offer's week, by affiliate",
            new()
            {
                GroupBy = "affiliate",
                From = "2025-06-02",
                To = "2025-06-08",
                OfferId = new OfferId(7),
            },
            50
        ),
        (
            "day × offer, a month, Kathmandu",
            new()
            {
                GroupBy = "day,offer",
                From = "2025-06-01",
                To = "2025-06-30",
                Zone = "Asia/Kathmandu",
            },
            null
        ),
        (
            "day × offer, a month beside the one before",
            new()
            {
                GroupBy = "day,offer",
                From = "2025-06-01",
                To = "2025-06-30",
                Compare = "previous",
            },
            null
        ),
        (
            "affiliate, a month",
            new()
            {
                GroupBy = "affiliate",
                From = "2025-06-01",
                To = "2025-06-30",
            },
            null
        ),
        (
            "affiliate × offer × day, a week",
            new()
            {
                GroupBy = "affiliate,offer,day",
                From = "2025-06-02",
                To = "2025-06-08",
            },
            null
        ),
        (
            "month × offer, a year",
            new()
            {
                GroupBy = "month,offer",
                From = "2025-01-01",
                To = "2025-12-31",
            },
            null
        ),
        (
            "one offer's day by event, as of a moment (from the records)",
            new()
            {
                GroupBy = "event",
                From = "2025-06-02",
                To = "2025-06-02",
                OfferId = new OfferId(7),
                AsOf = "2026-01-01",
            },
            null
        ),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        string Option(string name, string otherwise) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : otherwise;
        var rows = long.Parse(Option("--rows", "10000000"), CultureInfo.InvariantCulture);
        var database = Option("--database", "");
        var kept = Option("--data", "");
        var data = kept.Length > 0 ? kept : Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
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
        var clock = Stopwatch.StartNew();
        if (!args.Contains("--filled"))
        {
            await ReportFill.NetworkAsync(app.Services);
            System.Console.WriteLine($"network after {clock.Elapsed.TotalSeconds:0} s");
            await ReportFill.ConversionsAsync(
                app.Services.GetRequiredService<Database>(),
                rows,
                TimeZones.StartOfDay(First, TimeZoneInfo.Utc),
                TimeSpan.FromDays(365)
            );
            System.Console.WriteLine($"{rows} conversions after {clock.Elapsed.TotalSeconds:0} s");
        }

        clock.Restart();
        if (!args.Contains("--rebuilt"))
            _ = (await app.Services.GetRequiredService<RebuildReports>().RunAsync(Actor.System, new())).Value;
        var rebuilt = args.Contains("--rebuilt")
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Rebuilding all rollups from the records took {clock.Elapsed.TotalSeconds:0} s."
            );
        System.Console.WriteLine(rebuilt);

        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0] : "unknown";
        var report = app.Services.GetRequiredService<GetReport>();
        var lines = new List<string>
        {
            $"{BenchRun.Today()}, commit {await BenchRun.CommitAsync()}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription}), load before {load}; "
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows:#,0} conversions of a year, {ReportFill.Offers} offers × {ReportFill.Affiliates} affiliates; "
                )
                + $"{(database.Length == 0 ? "SQLite" : "PostgreSQL")}; {Runs} runs each after {WarmUps} to warm up",
            "",
            "| report | rows | best | median | worst | goal | this process's CPU, median |",
            "|---|---|---|---|---|---|---|",
        };
        var isFast = true;
        foreach (var (title, request, limit) in Questions)
        {
            var (line, median) = await MeasureAsync(report, title, request, limit);
            System.Console.WriteLine(line);
            lines.Add(line);
            isFast &= limit is null || median < limit;
        }

        lines.AddRange(["", rebuilt]);
        if (args.Contains("--write-results"))
            BenchRun.Write(
                $"report-speed-{(database.Length == 0 ? "sqlite" : "postgres")}",
                "Reports over ten million conversions",
                [.. lines]
            );
        if (kept.Length == 0)
            Directory.Delete(data, true);
        return isFast ? 0 : 1;
    }

    private static async Task<(string Line, double Median)> MeasureAsync(GetReport report, string title, ReportRequest request, int? limit)
    {
        var (times, costs, rows) = (new List<double>(), new List<double>(), 0);
        for (var run = -WarmUps; run < Runs; run++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            rows = (await report.RunAsync(Actor.System, request, GetReport.MostRows)).Value.RowCount;
            if (run < 0)
                continue;
            times.Add(clock.Elapsed.TotalMilliseconds);
            costs.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
        }

        times.Sort();
        costs.Sort();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {rows:#,0} | {times[0]:0} ms | {times[Runs / 2]:0} ms | {times[^1]:0} ms | {(limit is null ? "" : $"{limit} ms")} | {costs[Runs / 2]:0} ms |"
        );
        return (line, times[Runs / 2]);
    }
}

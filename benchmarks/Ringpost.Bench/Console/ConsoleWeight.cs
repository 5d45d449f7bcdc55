using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Bench.Reports;
using Ringpost.BrowserTests.Support;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage;

namespace Ringpost.Bench.Console;

/// <summary>
/// What does the console weigh? The program as it is published, Chromium on the same machine: the first page cold, from page to page, the report
/// over a million calls, and the server's memory with many people on the live page.
/// </summary>
internal static class ConsoleWeight
{
    private const int Rounds = 5;
    private const string User = "bench";
    private const string Password = "a long enough secret";

    // Of every kind: figures, lists, charts, forms.
    private static readonly string[] Pages =
    [
        "/console/live",
        "/console/calls",
        "/console/campaigns",
        "/console/numbers",
        "/console/publishers",
        "/console/targets",
        "/console/pixels",
        "/console/deliveries",
        "/console/attribution/offers",
        "/console/attribution/conversions",
        "/console/attribution/pixel-log",
        "/console/settings",
        "/console",
    ];

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var calls = arguments.Number("--calls", 1_000_000);
        var people = arguments.Number("--people", 200);
        var header = await BenchRun.HeaderAsync();
        var data = Directory.CreateTempSubdirectory("ringpost-bench-").FullName;
        try
        {
            System.Console.WriteLine("Publishing ...");
            await PublishedServer.PublishAsync();
            await FillAsync(data, calls);
            await PublishedServer.CommandAsync("admin", "create-user", "--name", User, "--password", Password, "--data", data);
            await using var server = await PublishedServer.StartAsync(data);
            await using var wire = new WireCount(server.Url.Port);
            // Tabs of one site share a few processes: two hundred of their own would measure the machine.
            var (playwright, browser) = await Chromium.StartAsync("--renderer-process-limit=2");
            using var owned = playwright;
            await using var alsoOwned = browser;
            var viewer = new Viewer(browser, await Viewer.SignInAsync(browser, server.Url, User, Password));
            var before = await server.MemoryAsync();

            var lines = new List<string>
            {
                header
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"; {calls:#,0} calls of 31 days, SQLite; Chromium beside the server; best, median and worst of {Rounds}"
                    ),
                "",
                "| question | best | median | worst |",
                "|---|---|---|---|",
            };
            var (cold, bytes, foreign) = (new List<double>(), new List<double>(), 0);
            for (var round = 0; round < Rounds; round++)
            {
                cold.Add((await viewer.ColdAsync(server.Url, "/console")).Milliseconds);
                wire.Take();
                foreign += (await viewer.ColdAsync(wire.Url, "/console")).Foreign;
                bytes.Add(wire.Take() / 1000d);
            }

            Add(lines, "start page, empty browser, until it is drawn and answers", "ms", cold);
            Add(lines, "start page, empty browser, bytes on the wire in both directions", "kB", bytes);
            await AddWalkAsync(lines, viewer, server.Url);
            await AddReportsAsync(lines, viewer, server.Url);

            await viewer.StayAsync(server.Url, "/console/live", people);
            var opened = await server.MemoryAsync();
            await Task.Delay(TimeSpan.FromSeconds(arguments.Number("--seconds", 60)), TimeProvider.System);
            var stayed = await server.MemoryAsync();
            await viewer.LeaveAsync();
            lines.AddRange(
                "",
                $"Requests to other hosts: {foreign}.",
                "",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Resident memory of the server: {before.Now:0} MB after the sign-in, {opened.Now:0} MB with {people} circuits on the live page, {stayed.Now:0} MB after they stayed; at most {stayed.Most:0} MB."
                )
            );
            BenchRun.Show("console-weight-sqlite", "What the console weighs", [.. lines], arguments.Has("--write-results"));
            return foreign == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    private static async Task FillAsync(string data, int calls)
    {
        await using var app = RingpostHost.Build(
            new Dictionary<string, string?>
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Data"] = data,
                ["Logging:LogLevel:Default"] = "Warning",
            }
        );
        RingpostHost.Migrate(app, CancellationToken.None);
        var last = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
        await CallFill.RunAsync(
            app.Services.GetRequiredService<Database>(),
            calls,
            TimeZones.StartOfDay(last.AddDays(-31), TimeZoneInfo.Utc),
            TimeSpan.FromDays(31)
        );
        // As a server that runs has done long ago.
        var began = Stopwatch.GetTimestamp();
        var sum = app.Services.GetRequiredService<SumReportHours>();
        while (await sum.RunAsync()) { }
        System.Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Hours added up in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.")
        );
    }

    private static async Task AddWalkAsync(List<string> lines, Viewer viewer, Uri server)
    {
        // The first round is the server's first time too.
        await viewer.WalkAsync(server, Pages);
        var walks = new List<IReadOnlyList<double>>();
        for (var round = 0; round < Rounds; round++)
            walks.Add(await viewer.WalkAsync(server, Pages));
        Add(lines, $"from page to page, {Pages.Length} pages, from the click until it is drawn", "ms", [.. walks.SelectMany(w => w)]);
        var slowest = Enumerable.Range(0, Pages.Length).MaxBy(page => walks.Average(w => w[page]));
        Add(lines, $"the slowest of them, {Pages[slowest]}", "ms", [.. walks.Select(w => w[slowest])]);
    }

    private static async Task AddReportsAsync(List<string> lines, Viewer viewer, Uri server)
    {
        foreach (var (range, words) in new[] { ("today", "a day"), ("7d", "7 days"), ("30d", "30 days"), ("12m", "12 months") })
        {
            string[] path = [$"/console/report?range={range}"];
            await viewer.WalkAsync(server, path);
            var times = new List<double>();
            for (var round = 0; round < Rounds; round++)
                times.AddRange(await viewer.WalkAsync(server, path));
            Add(lines, $"report by campaign with its timeline, {words}, until it is drawn", "ms", times);
        }
    }

    private static void Add(List<string> lines, string question, string unit, List<double> values)
    {
        values.Sort();
        lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {question} | {values[0]:0} {unit} | {values[values.Count / 2]:0} {unit} | {values[^1]:0} {unit} |"
            )
        );
        System.Console.WriteLine(lines[^1]);
    }
}

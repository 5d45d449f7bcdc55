using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Ringpost.Bench.Reconciliation;

/// <summary>How long does <c>ringpost compare</c> take for two files of a million rows, and how much memory does it hold at most?</summary>
internal static class CompareSpeed
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var rows = arguments.Number("--rows", 1_000_000);
        var folder = Directory.CreateTempSubdirectory("ringpost-bench-compare-").FullName;
        try
        {
            var (calls, conversions) = (Path.Combine(folder, "call-details.csv"), Path.Combine(folder, "conversions.csv"));
            Write(calls, conversions, rows, withIds: true);
            var lines = new List<string>
            {
                $"{await BenchRun.HeaderAsync()}; the program as a process of its own, from its start to its end; files of {Megabytes(calls)} and {Megabytes(conversions)} MB",
                "",
                "| files | took | processor | most memory | goal |",
                "|---|---|---|---|---|",
            };
            // The first run warms the files.
            await MeasureAsync(calls, conversions);
            lines.Add(await RowAsync($"{rows:N0} calls, joined by id, 2 % of them with a fault", calls, conversions));
            lines.Add(
                await RowAsync(
                    "the same, every difference written as CSV and JSON, a page with a chart",
                    calls,
                    conversions,
                    "--csv",
                    Path.Combine(folder, "a.csv"),
                    "--json",
                    Path.Combine(folder, "a.json"),
                    "--html",
                    Path.Combine(folder, "a.html")
                )
            );
            Write(calls, conversions, rows, withIds: false);
            lines.Add(await RowAsync($"{rows:N0} calls, no ids: joined by caller, number and time", calls, conversions));
            BenchRun.Show("compare", "Comparing two files", [.. lines], arguments.Has("--write-results"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task<string> RowAsync(string what, string calls, string conversions, params string[] flags)
    {
        var (took, processor, peak) = await MeasureAsync(calls, conversions, flags);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {took.TotalSeconds:0.0} s | {processor.TotalSeconds:0.0} s | {peak} MB | 10 s, 500 MB |"
        );
    }

    private static async Task<(TimeSpan Took, TimeSpan Processor, long Peak)> MeasureAsync(
        string calls,
        string conversions,
        params string[] flags
    )
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "ringpost.dll"), "compare", calls, conversions, .. flags]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var (peak, processor) = (0L, TimeSpan.Zero);
        // The kernel's own high-water mark, looked at until the end.
        while (!process.WaitForExit(10))
        {
            process.Refresh();
            if (process.HasExited)
                break;
            (peak, processor) = (Math.Max(peak, process.PeakWorkingSet64 / 1_000_000), process.TotalProcessorTime);
        }

        var took = Stopwatch.GetElapsedTime(began);
        if (process.ExitCode != 1)
            throw new InvalidOperationException($"It ended with {process.ExitCode}: {await output}");
        System.Console.Error.WriteLine((await output).TrimEnd().Split('\n')[^1]);
        return (took, processor, peak);
    }

    private static string Megabytes(string file) => (new FileInfo(file).Length / 1_000_000).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of a hundred calls one never arrives, of as many one has another amount. Ids are random.</summary>
    private static void Write(string calls, string conversions, int rows, bool withIds)
    {
        var random = new Random(1);
        using var one = new StreamWriter(calls, false, new UTF8Encoding(true), 1 << 20);
        using var other = new StreamWriter(conversions, false, new UTF8Encoding(false), 1 << 20);
        one.Write(
            "\"Call Date\",\"Inbound Call ID\",\"Campaign\",\"Publisher\",\"Caller ID\",\"Number\",\"Target\",\"Buyer\",\"Is Live\",\"Connected\",\"Converted\",\"Paid Out\",\"Is Duplicate\",\"Blocked\",\"Incomplete\",\"Call Length\",\"Connected Call Length\",\"Revenue\",\"Payout\"\r\n"
        );
        other.Write(
            "Conversion ID,Conversion Date,Click Date,Affiliate ID,Affiliate Name,Advertiser ID,Advertiser Name,Offer ID,Offer Name,Creative,Sub ID,Sub ID 2,Type,Price Paid Currency,Paid,Price Received Currency,Received,Pixel,Transaction ID,IP Address,Disposition,Test\r\n"
        );
        var began = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        for (var i = 0; i < rows; i++)
        {
            var at = began.AddSeconds(31.0 * i);
            var (id, payout) = ($"RGB{random.NextInt64():X16}{random.NextInt64():X16}V3{i:X6}", 10 + i % 40);
            var caller = 2_010_000_000L + i % 900_000 * 3L;
            one.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\"{at:MM/dd/yyyy hh:mm:ss tt}\",\"{id}\",\"Campaign {i % 20}\",\"Publisher {i % 50}\",\"+1{caller}\",\"+1844555{1000 + i % 200}\",\"Target {i % 30}\",\"Buyer {i % 10}\",\"False\",\"True\",\"True\",\"True\",\"False\",\"False\",\"False\",\"00:05:{i % 60:00}\",\"00:04:{i % 60:00}\",\"{payout * 1.5m:0.00}\",\"{payout:0.00}\"\r\n"
                )
            );
            if (i % 97 == 0)
                continue;
            other.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{9_000_000 + i},{at.AddSeconds(300 + i % 90):yyyy-MM-dd HH:mm:ss},,{500 + i % 50},Publisher {i % 50},7,Buyer,{12 + i % 20},Campaign {i % 20},1,1{caller},1844555{1000 + i % 200},Conversion,USD,{payout + (i % 101 == 0 ? 1 : 0):0.0000},USD,{payout * 1.5m:0.0000},TRUE,{(withIds ? id : "")},192.0.2.1,Approved,FALSE\r\n"
                )
            );
        }
    }
}

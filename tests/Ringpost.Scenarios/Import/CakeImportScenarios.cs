using System.Globalization;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Import;

/// <summary>A whole network with its past, by the command line.</summary>
public sealed class CakeImportScenarios(ITestOutputHelper output)
{
    /// <summary>However many rows there are: the files are read and written a thousand rows at a time.</summary>
    private const long MostMegabytes = 450;

    /// <summary>Of conversions, and as many of clicks. The long form of the proof runs with RINGPOST_LONG=1.</summary>
    private static readonly int Rows = Proof.IsLong ? 1_000_000 : 3000;

    [Theory, EachDatabase]
    public async Task A_past_of_any_size_comes_over_in_bounded_memory_and_a_second_run_changes_nothing(Dialect dialect)
    {
        var folder = Directory.CreateTempSubdirectory("ringpost-cake-").FullName;
        using var commands = await CommandProcess.OpenAsync(dialect);
        try
        {
            await WriteAsync(folder);
            var first = await commands.RunAsync("import", "cake", folder);
            output.WriteLine($"{dialect}: {2 * Rows} rows in {first.Took.TotalSeconds:0} s, at most {first.PeakMegabytes} MB");
            Assert.Equal(0, first.ExitCode);
            Assert.Contains($"conversions.csv: {Rows} rows, {Rows} added, 0 the same", first.Output, StringComparison.Ordinal);
            Assert.Contains($"clicks.csv: {Rows} rows, {Rows} added, 0 the same", first.Output, StringComparison.Ordinal);
            Assert.InRange(first.PeakMegabytes, 0, MostMegabytes);

            var second = await commands.RunAsync("import", "cake", folder);
            output.WriteLine($"{dialect}: again in {second.Took.TotalSeconds:0} s, at most {second.PeakMegabytes} MB");
            Assert.Contains(
                $"conversions.csv: {Rows} rows, 0 added, {Rows} the same, 0 different",
                second.Output,
                StringComparison.Ordinal
            );
            Assert.Contains($"clicks.csv: {Rows} rows, 0 added, {Rows} the same, 0 different", second.Output, StringComparison.Ordinal);
            Assert.InRange(second.PeakMegabytes, 0, MostMegabytes);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>50 offers of 10 advertisers, 200 affiliates on each, and random transaction ids.</summary>
    private static async Task WriteAsync(string folder)
    {
        var random = new Random(1);
        var began = new DateTime(2026, 10, 25, 0, 0, 0, DateTimeKind.Unspecified);
        await FileAsync("advertisers.csv", "advertiser_id,advertiser_name", 10, i => $"{i},Advertiser {i}");
        await FileAsync(
            "events.csv",
            "event_id,brand_advertiser_id,event_name,third_party_name,event_type",
            10,
            i => $"{100 + i},{i},Paid call,Paid,macro"
        );
        await FileAsync("affiliates.csv", "affiliate_id,affiliate_name", 200, i => $"{i},Publisher {i}");
        await FileAsync(
            "offers.csv",
            "offer_id,offer_name,advertiser_id,payout,received",
            50,
            i => $"{i},Offer {i},{((i - 1) % 10) + 1},10,20"
        );
        await FileAsync(
            "campaigns.csv",
            "campaign_id,affiliate_id,offer_id",
            10_000,
            i => $"{i},{((i - 1) % 200) + 1},{((i - 1) / 200) + 1}"
        );
        await FileAsync(
            "conversions.csv",
            "Conversion ID,Conversion Date,Affiliate ID,Offer ID,Event Name,Transaction ID,Paid,Received,Sub ID,Disposition",
            Rows,
            i =>
                $"{i},{At(i, "MM/dd/yyyy HH:mm:ss")},{random.Next(1, 201)},{random.Next(1, 51)},{(i % 3 == 0 ? "Paid call" : "")},"
                + $"{random.NextInt64():x16}{i:x8},12.5000,20.0000000000,sub-{i % 1000},Approved"
        );
        await FileAsync(
            "clicks.csv",
            "request_session_id,click_date,source_affiliate_id,site_offer_id,sub_id_1,ip_address,user_agent",
            Rows,
            i =>
                $"{88_000_000 + i},{At(i, "yyyy-MM-dd'T'HH:mm:ss")},{random.Next(1, 201)},{random.Next(1, 51)},sub-{i % 1000},203.0.113.{i % 250},"
                + "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"
        );

        string At(int i, string format) =>
            (began + TimeSpan.FromSeconds(i * (2_500_000.0 / Rows))).ToString(format, CultureInfo.InvariantCulture);

        async Task FileAsync(string name, string titles, int rows, Func<int, string> line)
        {
            await using var text = new StreamWriter(Path.Combine(folder, name));
            await text.WriteLineAsync(titles);
            for (var i = 1; i <= rows; i++)
                await text.WriteLineAsync(line(i));
        }
    }
}

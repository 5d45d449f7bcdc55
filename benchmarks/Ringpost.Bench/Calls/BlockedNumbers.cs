using System.Diagnostics;
using System.Globalization;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Blocks;
using Ringpost.Primitives;

namespace Ringpost.Bench.Calls;

/// <summary>What does a list of blocked numbers cost each call? The look-up as a call makes it, for callers who are on no list.</summary>
internal static class BlockedNumbers
{
    private const int Rounds = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        var random = new Random(7);
        string[] callers = [.. Enumerable.Range(0, 5_000).Select(_ => Number(random, "+1661", 7))];
        List<string> lines = [await BenchRun.HeaderAsync(), "", "| blocked | look-up per call | list made in |", "|---|---|---|"];
        foreach (
            var (words, blocks) in new (string, BlockedNumber[])[]
            {
                ("nothing", []),
                ("10,000 whole numbers", Blocks(random, 10_000, 10, 10)),
                ("10,000 beginnings of 3 to 9 digits behind the country code", Blocks(random, 10_000, 3, 9)),
                ("50,000 beginnings of 3 to 9 digits behind the country code", Blocks(random, 50_000, 3, 9)),
            }
        )
        {
            var began = Stopwatch.GetTimestamp();
            var list = new BlockList(blocks);
            var made = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            Ask(list, callers, 20);
            began = Stopwatch.GetTimestamp();
            Ask(list, callers, Rounds);
            var nanoseconds = Stopwatch.GetElapsedTime(began).TotalNanoseconds / ((double)Rounds * callers.Length);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {words} | {nanoseconds:0} ns | {made:0.0} ms |"));
        }

        BenchRun.Show("blocked-numbers", "Blocked numbers", [.. lines], args.Contains("--write-results"));
        return 0;
    }

    private static void Ask(BlockList list, string[] callers, int rounds)
    {
        var campaign = new CallCampaignId("CA1");
        for (var round = 0; round < rounds; round++)
            foreach (var caller in callers)
                if (list.Find(caller, campaign, new Instant(1)) is not null)
                    throw new InvalidOperationException("No caller of this run is blocked.");
    }

    // None begins as the callers do.
    private static BlockedNumber[] Blocks(Random random, int count, int fewest, int most) =>
        [
            .. Enumerable
                .Range(0, count * 3)
                .Select(_ => Number(random, "+1", random.Next(fewest, most + 1)) + (fewest == 10 ? "" : "*"))
                .Where(n => !n.StartsWith("+1661", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Take(count)
                .Select((n, i) => new BlockedNumber(new($"BL{i}"), n, null, "", null, "Bench", null, default)),
        ];

    private static string Number(Random random, string start, int digits) =>
        start + string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
}

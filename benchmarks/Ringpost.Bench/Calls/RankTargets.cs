using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;

namespace Ringpost.Bench.Calls;

/// <summary>
/// How long it takes to rank a campaign's targets for one call from the snapshot: pauses, hours, tag filters, then the draw by weight. The goal is
/// under 200 µs for 500 targets.
/// </summary>
internal static class RankTargets
{
    private const int Runs = 2000;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var targets = arguments.Number("--targets", 500);
        var header = await BenchRun.HeaderAsync();
        var campaign = new CallCampaignId("CA1");
        var (oneGroup, goal) = (Measure(Picture(campaign, targets, 1), campaign), targets <= 500 ? 200.0 : double.PositiveInfinity);
        var fiveGroups = Measure(Picture(campaign, targets, 5), campaign);
        BenchRun.Show(
            "rank-targets",
            "Ranking a campaign's targets for one call",
            [
                $"{header}; {targets} targets, each with hours and a tag filter, a tenth paused; {Runs} runs each after as many to warm up",
                "",
                "| priorities | best | median | 99th percentile | goal (median) |",
                "|---|---|---|---|---|",
                Line("all of one", oneGroup),
                Line("five", fiveGroups),
            ],
            arguments.Has("--write-results")
        );
        return oneGroup[Runs / 2] <= goal && fiveGroups[Runs / 2] <= goal ? 0 : 1;
    }

    private static string Line(string title, double[] sorted) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {sorted[0]:0} µs | {sorted[Runs / 2]:0} µs | {sorted[Runs * 99 / 100]:0} µs | 200 µs |"
        );

    private static double[] Measure(CallConfiguration configuration, CallCampaignId campaign)
    {
        var call = new CallRecord
        {
            Id = new CallId("1"),
            Caller = "+12125550106",
            Dialed = "+18005550199",
            CampaignId = campaign,
        };
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var draw = new WeightDraw();
        var times = new double[Runs];
        var ranked = 0;
        for (var run = -Runs; run < Runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            var valueOf = new CallTokens(call, configuration, now, CallTokens.NoTags).Lookup();
            var plan = RoutingPlan.Make(
                LegDialer.RoutesOf(configuration, campaign).Select(r => LegDialer.Candidate(configuration, r, null, now, valueOf)),
                WeightDirection.SmallerGetsMore,
                draw.Next
            );
            ranked += plan.Eligible.Count;
            if (run >= 0)
                times[run] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        if (ranked == 0)
            throw new InvalidOperationException("No target was ranked.");
        Array.Sort(times);
        return times;
    }

    private static CallConfiguration Picture(CallCampaignId campaign, int targets, int priorities)
    {
        var filter = new TagFilter([new TagRule([new TagCondition("InboundNumber:State", TagOperator.Equals, true, "TX", null)])]);
        var hours = new OpeningHours(
            "America/New_York",
            [.. Enum.GetValues<DayOfWeek>().Select(d => new OpenDay(d, default, default, []))]
        );
        return new CallConfiguration
        {
            Zone = TimeZoneInfo.Utc,
            Campaigns = new[] { new CallCampaign(campaign, "C", "US", "", Currency.Usd, true, 3, false, default) }.ToFrozenDictionary(c =>
                c.Id
            ),
            Publishers = FrozenDictionary<PublisherId, Publisher>.Empty,
            Buyers = new[] { new Buyer(new("BU1"), "B", "", true, default) }.ToFrozenDictionary(b => b.Id),
            Targets = Enumerable
                .Range(0, targets)
                .Select(i => new Target(
                    new($"TA{i}"),
                    $"Target {i}",
                    new BuyerId("BU1"),
                    new(DestinationType.Number, "+12025550111"),
                    20,
                    null,
                    i % 10 != 9,
                    default
                )
                {
                    Filters = filter,
                    Hours = hours,
                })
                .ToFrozenDictionary(t => t.Id),
            Numbers = FrozenDictionary<string, TrackingNumber>.Empty,
            Routes = new[]
            {
                Enumerable
                    .Range(0, targets)
                    .Select(i => new Route(
                        new($"CR{i}"),
                        campaign,
                        new($"TA{i}"),
                        1 + (i % priorities),
                        1 + (i % 7),
                        new(ConvertOn.Connected, 0, TimerStart.Connected, 1_000_000),
                        true,
                        default
                    ))
                    .ToArray(),
            }.ToFrozenDictionary(_ => campaign),
            Payouts = FrozenDictionary<CallCampaignId, PayoutRule[]>.Empty,
            Pixels = FrozenDictionary<CallCampaignId, Pixel[]>.Empty,
        };
    }
}

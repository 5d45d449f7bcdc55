using FsCheck.Fluent;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.CallFilters;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Reports;

/// <summary>Reports of random calls under random filters equal a plain loop, on both databases: by campaign over calls, by buyer over legs.</summary>
public sealed class CallReportModelTests
{
    [Theory, EachDatabase]
    public async Task Calls_are_counted_by_what_calls_have(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        // What is asked without filters comes from sums of hours then.
        await setup.The<SumReportHours>().RunAsync();
        var groupings = new Dictionary<string, Func<KnownCall, string?>>
        {
            ["callCampaign"] = k => k.Call.Campaign,
            ["publisher"] = k => k.Call.Publisher,
            ["number"] = k => k.Call.Dialed,
            ["campaignName"] = k => k.Of.Campaign,
            ["publisherSubId"] = k => k.Of.SubId,
            ["hasConverted"] = k => k.Call.Converted == 1 ? "yes" : "no",
            ["endCallSource"] = k => k.Call.EndedBy,
            ["tag:User:zip"] = k => k.Zip,
        };
        foreach (var (groupBy, keyOf) in groupings)
        foreach (var filter in ColumnFilterModelTests.Filters(calls).Sample(8).Append([]))
        {
            var table = await ReportAsync(setup, groupBy, filter);
            var counted = calls.Where(c => c.Call.Uncounted == 0 && Holds(c, filter)).ToList();
            Same(counted.Select(c => (keyOf(c), c.Call.Currency, Of(c))), table, $"{groupBy} {ColumnFilterModelTests.Json(filter)}");
            Assert.Equal((ReportCounts.Calls, counted.Count), (table.Counts, table.Calls));
        }
    }

    [Theory, EachDatabase]
    public async Task Legs_are_counted_by_whom_they_were_dialed_to(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        // What is asked without filters comes from sums of hours then.
        await setup.The<SumReportHours>().RunAsync();
        var groupings = new Dictionary<string, Func<KnownLeg, string?>>
        {
            ["target"] = l => l.TargetId,
            ["buyer"] = l => l.BuyerId,
            ["targetName"] = l => l.Target,
            ["targetNumber"] = l => l.Number,
            ["tag:Buyer:Name"] = l => l.Buyer,
        };
        foreach (var (groupBy, keyOf) in groupings)
        // The time to connect is the call's and is asked of it; its two sides are one leg's here.
        foreach (
            var filter in ColumnFilterModelTests
                .Filters(calls)
                .Where(f => !f.Any(r => r.Any(c => c.Column == "timeToConnectInSeconds")))
                .Sample(12)
                .Append([])
        )
        {
            var table = await ReportAsync(setup, groupBy, filter);
            var counted = calls
                .Where(c => c.Call.Uncounted == 0)
                .SelectMany(c => c.Legs.Where(leg => Holds(Seen(c, leg), filter)).Select(leg => (Call: c, Leg: leg)))
                .ToList();
            Same(
                counted.Select(c => (keyOf(c.Leg), c.Call.Call.Currency, Of(c.Call, c.Leg))),
                table,
                $"{groupBy} {ColumnFilterModelTests.Json(filter)}"
            );
            Assert.Equal((ReportCounts.Legs, counted.Select(c => c.Call).Distinct().Count()), (table.Counts, table.Calls));
            if (filter.Length == 0)
                Assert.True(table.Total.Incoming > table.Calls, "No call with two legs.");
        }
    }

    private static async Task<CallReportTable> ReportAsync(CallSetup setup, string groupBy, ColumnFilterModelTests.Condition[][] filter) =>
        (
            await setup
                .The<CallReport>()
                .RunAsync(
                    CallSetup.Admin,
                    new()
                    {
                        From = "2026-03-01",
                        To = "2026-03-31",
                        GroupBy = groupBy,
                        Filters = filter.Length == 0 ? null : ColumnFilterModelTests.Json(filter),
                    }
                )
        ).Value;

    private static bool Holds(KnownCall call, ColumnFilterModelTests.Condition[][] filter) =>
        filter.All(rule => rule.Any(condition => ColumnFilterModelTests.Holds(call, condition)));

    private static void Same(IEnumerable<(string? Key, string Currency, CallCounts Counts)> expected, CallReportTable table, string about)
    {
        var lines = expected
            .GroupBy(e => $"{e.Key}|{e.Currency}")
            .ToDictionary(g => g.Key, g => g.Aggregate(CallCounts.None, (sum, e) => sum + e.Counts));
        var found = table.Rows.ToDictionary(r => $"{r.Key}|{r.Currency}", r => r.Counts);
        Assert.True(
            lines.Count == found.Count && lines.All(l => found.TryGetValue(l.Key, out var counts) && counts == l.Value),
            $"{about}:\n{string.Join('\n', lines)}\ninstead of\n{string.Join('\n', found)}"
        );
        Assert.Equal(table.Total.Counts, table.Rows.Aggregate(CallCounts.None, (sum, r) => sum + r.Counts));
        Assert.All(table.Rows, r => Assert.Equal(r.Incoming, r.Completed + r.Blocked + r.IvrHangup + r.Live));
    }

    private static CallCounts Of(KnownCall k) =>
        new(
            1,
            k.Call.Live,
            k.Call.Blocked,
            k.Call is { Live: 0, Blocked: 0 } ? k.Call.Incomplete : 0,
            k.Call.Connected,
            k.Call.Paid,
            k.Call.Converted,
            k.Call.Duplicate,
            k.Call.Revenue + k.RevenueChange,
            k.Call.Payout + k.PayoutChange,
            k.Call.Seconds ?? 0
        )
        {
            Cost = k.Call.CostCurrency == k.Call.Currency ? k.Call.Cost ?? 0 : 0,
            CostElsewhere = k.Call.Cost is not null && k.Call.CostCurrency != k.Call.Currency ? 1 : 0,
        };

    private static CallCounts Of(KnownCall k, KnownLeg leg)
    {
        var whole = Of(k);
        var talked = leg == (k.Legs.LastOrDefault(l => l.Connected == 1) ?? k.Legs[^1]);
        var earned = leg == (k.Legs.LastOrDefault(l => l.Converted == 1) ?? k.Legs.LastOrDefault(l => l.Connected == 1) ?? k.Legs[^1]);
        return new(
            1,
            k.Call.Live == 1 && leg.EndedAt is null ? 1 : 0,
            0,
            0,
            leg.Connected,
            talked ? whole.Paid : 0,
            leg.Converted,
            whole.Duplicate,
            leg.Revenue + (earned ? k.RevenueChange : 0),
            talked ? whole.Payout : 0,
            leg.DialedSeconds ?? 0
        )
        {
            Cost = talked ? whole.Cost : 0,
            CostElsewhere = talked ? whole.CostElsewhere : 0,
        };
    }

    /// <summary>The call as its leg shows it: whom it was dialed to, whether it connected and converted there.</summary>
    private static KnownCall Seen(KnownCall call, KnownLeg leg) =>
        call with
        {
            Call = call.Call with
            {
                Target = leg.TargetId,
                Buyer = leg.BuyerId,
                Connected = leg.Connected,
                Converted = leg.Converted,
                ConversionReason = leg.Reason,
                ConnectedSeconds = leg.ConnectedSeconds,
            },
            Of = call.Of with { Target = leg.Target, Buyer = leg.Buyer },
            TargetNumber = leg.Number,
        };
}

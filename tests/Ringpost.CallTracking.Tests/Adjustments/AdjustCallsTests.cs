using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Adjustments;

public sealed class AdjustCallsTests
{
    private static readonly CallFilter Days = new() { From = "2026-03-01", To = "2026-03-31" };

    [Theory, EachDatabase]
    public async Task Many_are_foreseen_first_and_then_change_once_per_key(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await StoredCall.WriteAsync(
            setup.Database,
            [
                .. Enumerable
                    .Range(1, 5)
                    .Select(i => new StoredCall($"C{i}", StoredCall.At2026(3, i)) { Revenue = i * 1_000_000, Payout = 500_000 }),
            ]
        );
        var many = setup.The<AdjustCalls>();
        var request = new AdjustCalls.Request(Days, Mode: "relative", Revenue: -2, Reason: "Scrubbed", Key: "march");
        var foreseen = (await many.RunAsync(CallSetup.Admin, request)).Value;
        Assert.Equal((5, 4, -8_000_000), (foreseen.Calls, foreseen.Adjusted, Assert.Single(foreseen.Totals).RevenueChange));
        Assert.Contains("below zero", foreseen.Rows.Single(r => r.CallId.Value == "C1").Problem?.ToString(), StringComparison.Ordinal);
        Assert.Equal(1_000_000, foreseen.Rows.Single(r => r.CallId.Value == "C3").RevenueAfter);

        Assert.Equal(
            "count-changed",
            (await many.RunAsync(CallSetup.Admin, request with { Apply = true, ExpectedCount = 4 })).Refusal!.Type
        );
        for (var i = 0; i < 2; i++)
        {
            var done = (await many.RunAsync(CallSetup.Admin, request with { Apply = true, ExpectedCount = 5 })).Value;
            Assert.Equal((4, -8_000_000), (done.Adjusted, done.Totals[0].RevenueChange));
        }

        var calls = (await setup.The<ListCalls>().RunAsync(CallSetup.Reader, Days, new PageRequest())).Value.Items;
        Assert.Equal([3_000_000L, 2_000_000, 1_000_000, 0, 1_000_000], calls.Select(c => c.Revenue));
        Assert.Equal([true, true, true, true, false], calls.Select(c => c.RevenueAdjusted));
        Assert.All(calls, c => Assert.Equal(500_000, c.Payout));
    }

    [Theory, EachDatabase]
    public async Task A_selection_is_listed_and_readers_adjust_nothing(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await StoredCall.WriteAsync(setup.Database, new StoredCall("C1", StoredCall.At2026(3, 1)) { Revenue = 9_000_000 });
        var many = setup.The<AdjustCalls>();
        var request = new AdjustCalls.Request(CallIds: [new("C1"), new("C1")], Mode: "void", VoidRevenue: true, Reason: "x", Apply: true);
        Assert.IsType<Forbidden>((await many.RunAsync(CallSetup.Reader, request)).Refusal);
        Assert.Equal(
            ["callIds"],
            Assert.IsType<Invalid>((await many.RunAsync(CallSetup.Admin, request with { CallIds = [new("nobody")] })).Refusal).Errors.Keys
        );
        Assert.Equal(
            ["filter"],
            Assert.IsType<Invalid>((await many.RunAsync(CallSetup.Admin, request with { CallIds = null })).Refusal).Errors.Keys
        );
        var done = (await many.RunAsync(CallSetup.Admin, request)).Value;
        Assert.Equal((1, 0), (done.Adjusted, done.Rows[0].RevenueAfter));
    }
}

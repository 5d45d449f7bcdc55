using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.CallTables;
using Ringpost.CallTracking.Tests.CallFilters;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.CallTables;

public sealed class CallSortTests
{
    private static readonly CallFilter March = new() { From = "2026-03-01", To = "2026-03-31" };

    [Theory, EachDatabase]
    public async Task By_each_column_the_pages_hold_every_call_once_in_its_order_and_what_is_equal_by_time(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        var columns = setup.The<ListDetailColumns>().Run(CallSetup.Admin).Value.Items.Where(c => c.SupportsSorting).ToList();
        Assert.Superset(
            new HashSet<string>([
                "conversionAmount",
                "payoutAmount",
                "profitGross",
                "totalCost",
                "callLengthInSeconds",
                "connectedCallLengthInSeconds",
                "timeToConnectInSeconds",
                "campaignName",
                "buyer",
            ]),
            columns.Select(c => c.Id).ToHashSet()
        );
        foreach (var column in columns)
        foreach (var sign in (string[])["", "-"])
        {
            var listed = new List<CallTableRow>();
            string? cursor = null;
            do
            {
                var page = await setup
                    .The<ListCallTable>()
                    .RunAsync(
                        CallSetup.Admin,
                        March,
                        new() { Columns = $"callDt,{column.Id}", Sort = sign + column.Id },
                        new PageRequest(50, cursor)
                    );
                Assert.True(page.IsOk, page.IsOk ? "" : $"{column.Id}: {page.Refusal.Message}");
                listed.AddRange(page.Value.Items);
                cursor = page.Value.Next;
            } while (cursor is not null);

            Assert.Equal(
                calls.Select(c => c.Call.Id).Order(StringComparer.Ordinal),
                listed.Select(r => r.Id.Value).Order(StringComparer.Ordinal)
            );
            foreach (var (before, after) in listed.Zip(listed.Skip(1)))
            {
                var order = Compare(before.Values[column.Id], after.Values[column.Id]);
                if (order == 0)
                    order = Compare(before.Call.At, after.Call.At);
                Assert.True(
                    sign.Length == 0 ? order <= 0 : order >= 0,
                    $"{sign}{column.Id}: {before.Values[column.Id]} stands before {after.Values[column.Id]}"
                );
            }
        }
    }

    [Theory, EachDatabase]
    public async Task Too_many_days_or_calls_are_refused_with_what_to_do(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        var list = setup.The<ListCallTable>();
        ListCallTable.Choice byRevenue = new() { Sort = "-conversionAmount" };

        var days = await list.RunAsync(CallSetup.Admin, new() { From = "2026-03-01", To = "2026-04-02" }, byRevenue, new PageRequest());
        Assert.Contains("31 days", Assert.IsType<Invalid>(days.Refusal).Errors["sort"][0], StringComparison.Ordinal);
        Assert.True(
            (
                await list.RunAsync(
                    CallSetup.Admin,
                    new() { From = "2026-03-01", To = "2026-04-02" },
                    new() { Sort = "callDt" },
                    new PageRequest()
                )
            ).IsOk
        );

        list.MostSorted = calls.Count - 1;
        var many = await list.RunAsync(CallSetup.Admin, March, byRevenue, new PageRequest());
        Assert.Contains("too many to sort by Revenue", Assert.IsType<Invalid>(many.Refusal).Errors["sort"][0], StringComparison.Ordinal);
        list.MostSorted = calls.Count;
        var page = await list.RunAsync(CallSetup.Admin, March, byRevenue, new PageRequest(10));
        Assert.Equal(10, page.Value.Items.Count);

        // The place of one order is none of another kind.
        var place = page.Value.Next;
        Assert.IsType<Invalid>((await list.RunAsync(CallSetup.Admin, March, new(), new PageRequest(10, place))).Refusal);
        var byName = await list.RunAsync(CallSetup.Admin, March, new() { Sort = "campaignName" }, new PageRequest(10));
        Assert.IsType<Invalid>((await list.RunAsync(CallSetup.Admin, March, byRevenue, new PageRequest(10, byName.Value.Next))).Refusal);
    }

    private static int Compare(object? left, object? right) =>
        (Value(left), Value(right)) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string l, string r) => string.CompareOrdinal(l, r),
            (long l, long r) => l.CompareTo(r),
            var (l, r) => throw new InvalidOperationException($"{l} beside {r}"),
        };

    private static object? Value(object? value) =>
        value switch
        {
            CallAmount amount => amount.Millionths,
            bool flag => flag ? 1L : 0L,
            Instant at => at.UnixMilliseconds,
            // A to Z whatever their case, other letters by their number.
            string text => text.Length == 0
                ? null
                : string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c)),
            _ => value,
        };
}

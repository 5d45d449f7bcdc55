using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.CallTables;
using Ringpost.CallTracking.Dashboard;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.CallFilters;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.CallLists;

/// <summary>A publisher's and a buyer's person see their part of the calls, by whatever way they ask, and the sums are those of a plain loop.</summary>
public sealed class CallScopeTests
{
    private static readonly CallFilter March = new() { From = "2026-03-01", To = "2026-03-31" };

    [Theory, EachDatabase]
    public async Task A_publisher_sees_own_calls_and_payouts_and_nothing_of_buyers_and_revenue(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        var id = (await setup.SnapshotAsync()).Publishers.Values.Single(p => p.Name == "Call House").Id.Value;
        var actor = new Actor("user:9", "Pat", Role.Publisher, Of: id);
        var own = calls.Where(c => c.Call.Publisher == id && c.Call.Uncounted == 0).ToList();

        var said = await EverythingAsync(setup, actor, own[0].Call.Id, ["callCampaign", "number", "day", "hour", "tag:User:zip"]);
        Assert.Equal(own.Select(c => c.Call.Id).Order(StringComparer.Ordinal), said.Listed.Order(StringComparer.Ordinal));
        foreach (var table in said.Reports)
        {
            Assert.Equal(own.Count, table.Total.Incoming);
            Assert.Equal(own.Sum(c => c.Call.Payout + c.PayoutChange), table.Total.Counts.Payout);
            Assert.Equal(0, table.Total.Counts.Revenue);
            Assert.All(table.Rows, r => Assert.Equal((null, null, null, null), (r.Revenue, r.Converted, r.Profit, r.Rpc)));
            Assert.Contains(table.Rows, r => r.Payout > 0);
        }

        // Of others nothing: buyers, targets, another publisher, the caller in full, what was annotated.
        foreach (
            var secret in (string[])["Acme", "Beta", "Line ", "+1202555019", "house of calls", "6615550106", "2125550123", "sold\":\"y"]
        )
            Assert.DoesNotContain(secret, said.Text, StringComparison.OrdinalIgnoreCase);
        Assert.IsType<Missing>((await setup.The<GetCall>().RunAsync(actor, new(calls.First(c => c.Call.Publisher != id).Call.Id))).Refusal);
        Assert.Empty((await EverythingAsync(setup, actor with { Of = null }, null, ["day"])).Listed);
        await RefusedAsync(
            setup,
            actor,
            "conversionAmount",
            "buyer",
            "targetName",
            "hasConverted",
            "publisherName",
            "recordingUrl",
            "tag:Buyer:Name"
        );
    }

    [Theory, EachDatabase]
    public async Task A_buyer_sees_own_legs_and_what_they_cost_and_nothing_of_publishers_and_payouts(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        var id = (await setup.SnapshotAsync()).Buyers.Values.Single(p => p.Name == "Acme").Id.Value;
        var actor = new Actor("user:9", "Bo", Role.Buyer, Of: id);
        var own = calls.Where(c => c.Call.Uncounted == 0 && c.Legs.Any(l => l.BuyerId == id)).ToList();
        var legs = own.SelectMany(c => c.Legs.Where(l => l.BuyerId == id).Select(l => (Call: c, Leg: l))).ToList();
        // A change of revenue stands at the leg that earned, or else talked, last: of these two calls one is the buyer's to know.
        await StoredCall.AdjustAsync(setup.Database, own.First(c => Earned(c).BuyerId == id).Call.Id, "revenue", 111_000_000);
        await StoredCall.AdjustAsync(setup.Database, own.First(c => Earned(c).BuyerId != id).Call.Id, "revenue", 222_000_000);
        var revenue = 111_000_000 + legs.Sum(l => l.Leg.Revenue + (l.Leg == Earned(l.Call) ? l.Call.RevenueChange : 0));

        var said = await EverythingAsync(setup, actor, own[0].Call.Id, ["target", "day", "hour", "hasConnected"]);
        Assert.Equal(own.Select(c => c.Call.Id).Order(StringComparer.Ordinal), said.Listed.Order(StringComparer.Ordinal));
        Assert.Equal(legs.Count, said.Reports[0].Total.Incoming);
        Assert.Equal(own.Count, said.Reports[0].Calls);
        foreach (var table in said.Reports)
        {
            Assert.Equal(revenue, table.Total.Counts.Revenue);
            Assert.Equal(0, table.Total.Counts.Payout);
            Assert.All(table.Rows, r => Assert.Equal((null, null, null, null), (r.Payout, r.Paid, r.Profit, r.TotalCost)));
            Assert.Contains(table.Rows, r => r.Revenue > 0);
        }

        foreach (
            var secret in (string[])
                ["Beta", "Line 2", "Line 3", "+1202555018", "Call House", "house of calls", "Auto", "Ärzte", "93301", "sold\":\"y"]
        )
            Assert.DoesNotContain(secret, said.Text, StringComparison.OrdinalIgnoreCase);
        Assert.IsType<Missing>((await setup.The<GetCall>().RunAsync(actor, new(calls.First(c => !own.Contains(c)).Call.Id))).Refusal);
        Assert.Empty((await EverythingAsync(setup, actor with { Of = null }, null, ["day"])).Listed);
        await RefusedAsync(setup, actor, "payoutAmount", "publisherName", "campaignName", "number", "hasPayout", "tag:Publisher:Name");
    }

    private static KnownLeg Earned(KnownCall call) =>
        call.Legs.OrderByDescending(l => l.Converted).ThenByDescending(l => l.Connected).ThenByDescending(l => l.Leg).First();

    private sealed record Said(IReadOnlyList<string> Listed, IReadOnlyList<CallReportTable> Reports, string Text);

    /// <summary>Asks in every way there is, by every column in either order, and takes all answers together.</summary>
    private static async Task<Said> EverythingAsync(CallSetup setup, Actor actor, string? own, string[] groupings)
    {
        var text = new List<string>();
        T Kept<T>(Result<T> result)
        {
            Assert.True(result.IsOk, result.IsOk ? "" : result.Refusal.Message);
            text.Add(JsonSerializer.Serialize(result.Value, RingpostJson.Options));
            return result.Value;
        }

        var columns = Kept(setup.The<ListDetailColumns>().Run(actor)).Items;
        var filters = Kept(setup.The<ListCallColumns>().Run(actor)).Items;
        var every =
            string.Join(',', columns.Select(c => c.Id)) + ",tag:InboundNumber:Suffix,tag:Annotations:sold,tag:Buyer:Name,tag:Publisher:Id";
        foreach (var sort in columns.Where(c => c.SupportsSorting).SelectMany(c => (string[])[c.Id, "-" + c.Id]))
            Kept(await setup.The<ListCallTable>().RunAsync(actor, March, new() { Columns = every, Sort = sort }, new PageRequest(1000)));
        foreach (var column in filters)
            Kept(
                await setup
                    .The<ListCallTable>()
                    .RunAsync(actor, March with { Filters = One(column) }, new() { Columns = every }, new PageRequest(1000))
            );
        var listed = Kept(await setup.The<ListCalls>().RunAsync(actor, March, new PageRequest(1000)))
            .Items.Select(c => c.Id.Value)
            .ToList();
        text.Add(await TextAsync((await setup.The<ExportCalls>().RunAsync(actor, March)).Value));
        var reports = new List<CallReportTable>();
        foreach (var groupBy in groupings)
        {
            CallReport.Request request = new()
            {
                From = "2026-03-01",
                To = "2026-03-31",
                GroupBy = groupBy,
            };
            reports.Add(Kept(await setup.The<CallReport>().RunAsync(actor, request)));
            text.Add(await TextAsync((await setup.The<ExportCallReport>().RunAsync(actor, request)).Value));
        }

        Kept(await setup.The<CallTimeline>().RunAsync(actor, new() { From = "2026-03-01", To = "2026-03-31" }));
        Kept(await setup.The<GetCallDashboard>().RunAsync(actor));
        if (own is not null)
            Kept(await setup.The<GetCall>().RunAsync(actor, new(own)));
        return new Said(listed, reports, string.Join('\n', text));
    }

    /// <summary>In the same words as a column that nobody has.</summary>
    private static async Task RefusedAsync(CallSetup setup, Actor actor, params string[] columns)
    {
        foreach (var column in columns)
        {
            var filter = JsonSerializer.Serialize(
                new[]
                {
                    new
                    {
                        anyConditionToMatch = new[]
                        {
                            new
                            {
                                column,
                                comparisonType = "EQUALS",
                                value = "x",
                            },
                        },
                    },
                }
            );
            Assert.IsType<Invalid>(
                (await setup.The<ListCalls>().RunAsync(actor, March with { Filters = filter }, new PageRequest())).Refusal
            );
            if (column.StartsWith("tag:", StringComparison.Ordinal))
                continue;
            Assert.IsType<Invalid>(
                (await setup.The<ListCallTable>().RunAsync(actor, March, new() { Columns = column }, new PageRequest())).Refusal
            );
            Assert.IsType<Invalid>(
                (await setup.The<ListCallTable>().RunAsync(actor, March, new() { Sort = column }, new PageRequest())).Refusal
            );
            Assert.IsType<Invalid>(
                (
                    await setup
                        .The<CallReport>()
                        .RunAsync(
                            actor,
                            new()
                            {
                                From = "2026-03-01",
                                To = "2026-03-31",
                                GroupBy = column,
                            }
                        )
                ).Refusal
            );
        }

        foreach (var groupBy in (string[])["publisher", "buyer", "targetGroup"])
            Assert.IsType<Invalid>(
                (
                    await setup
                        .The<CallReport>()
                        .RunAsync(
                            actor,
                            new()
                            {
                                From = "2026-03-01",
                                To = "2026-03-31",
                                GroupBy = groupBy,
                            }
                        )
                ).Refusal
            );
        Assert.IsType<Forbidden>((await setup.The<ListPublishers>().RunAsync(actor, null, new PageRequest())).Refusal);
        Assert.IsType<Forbidden>((await setup.The<ListBuyers>().RunAsync(actor, null, new PageRequest())).Refusal);
    }

    private static string One(CallColumn column) =>
        JsonSerializer.Serialize(
            new[]
            {
                new
                {
                    anyConditionToMatch = new[]
                    {
                        new
                        {
                            column = column.Id,
                            comparisonType = "EQUALS",
                            value = column.Kind == ColumnKind.YesNo ? "yes" : "",
                        },
                    },
                },
            }
        );

    private static async Task<string> TextAsync(IResult file)
    {
        using var body = new MemoryStream();
        await file.ExecuteAsync(new DefaultHttpContext { Response = { Body = body } });
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }
}

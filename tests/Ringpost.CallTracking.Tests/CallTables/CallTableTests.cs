using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Dapper;
using Microsoft.AspNetCore.Http;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.CallTables;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.CallTables;

public sealed class CallTableTests
{
    [Theory, EachDatabase]
    public async Task The_file_reads_back_with_titles_times_of_the_zone_and_nothing_that_runs(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var campaign = await setup.CampaignAsync("=cmd|'/c calc'!A1, \"Auto\"");
        var publisher = await setup.PublisherAsync("-2+3");
        await WriteAsync(
            setup.Database,
            // At 22:30 of the day before in New York.
            new StoredCall("before", At2026(1, 3, 3, 30)),
            new StoredCall("c1", At2026(1, 3, 1, 18))
            {
                Campaign = campaign.Id.Value,
                Publisher = publisher.Id.Value,
                Connected = 1,
                Converted = 1,
                Paid = 1,
                Seconds = 90_018,
                Revenue = 25_500_000,
                Payout = 30_000_000,
            },
            new StoredCall("after", At2026(1, 3, 5, 0))
        );
        await ExecuteAsync(
            setup,
            "UPDATE calls SET connected_seconds = 18 WHERE id = 'c1'",
            "INSERT INTO call_tags (call_id, type, name, value, source) VALUES ('c1', 'User', 'sold', 'true', 'Enrichment'), ('c1', 'User', 'odd', '@SUM(1)', 'Enrichment')"
        );
        const string Columns =
            "callDt,campaignName,publisherName,inboundPhoneNumber,callLengthInSeconds,connectedCallLengthInSeconds,hasConverted,isDuplicate,"
            + "conversionAmount,profitGross,profitNet,buyer,tag:User:sold,tag:User:odd";

        var file = await setup
            .The<ExportCalls>()
            .RunAsync(
                CallSetup.Admin,
                new CallFilter { From = "2026-01-02", To = "2026-01-02" },
                new()
                {
                    Columns = Columns,
                    Sort = "callDt",
                    Zone = "America/New_York",
                },
                TestContext.Current.CancellationToken
            );
        var (name, rows) = await ReadAsync(file.Value);

        Assert.Contains("America-New_York", name, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Call Date",
                "Campaign",
                "Publisher",
                "Caller ID",
                "Call Length",
                "Connected Call Length",
                "Converted",
                "Is Duplicate",
                "Revenue",
                "Profit",
                "Profit Net Telco",
                "Buyer",
                "tag:User:sold",
                "tag:User:odd",
            ],
            rows[0]
        );
        Assert.Equal(
            [
                "01/02/2026 08:18:00 PM",
                "'=cmd|'/c calc'!A1, \"Auto\"",
                "'-2+3",
                "+16615550106",
                "25:00:18",
                "00:00:18",
                "True",
                "False",
                "25.50",
                "-4.50",
                "",
                "",
                "true",
                "'@SUM(1)",
            ],
            rows[1]
        );
        Assert.Equal(["01/02/2026 10:30:00 PM"], rows[2].Take(1));
        Assert.Equal(3, rows.Count);
    }

    [Theory, EachDatabase]
    public async Task File_and_list_hold_the_same_calls_in_either_order_over_all_their_pages(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            // More than a page of the file; five at a time share a millisecond.
            [.. Enumerable.Range(0, 1003).Select(i => new StoredCall($"c{i:0000}", At2026(3, 1) + i / 5) { Live = i % 2 })]
        );
        var filter = new CallFilter { Filters = Equal("isLive", "yes") };
        foreach (var sort in (string?[])[null, "callDt", "-callDt"])
        {
            var choice = new ListCallTable.Choice { Columns = "inboundCallId,callDt", Sort = sort };
            var listed = new List<string>();
            string? cursor = null;
            do
            {
                var page = (await setup.The<ListCallTable>().RunAsync(CallSetup.Admin, filter, choice, new PageRequest(97, cursor))).Value;
                listed.AddRange(page.Items.Select(i => (string)i.Values["inboundCallId"]!));
                cursor = page.Next;
            } while (cursor is not null);

            Assert.Equal(501, listed.Count);
            Assert.Equal(sort == "callDt" ? listed.Order() : listed.OrderDescending(), listed);
            var (_, rows) = await ReadAsync((await setup.The<ExportCalls>().RunAsync(CallSetup.Admin, filter, choice)).Value);
            Assert.Equal(listed, rows.Skip(1).Select(r => r[0]));
        }
    }

    [Theory, EachDatabase]
    public async Task Each_column_tells_of_the_call_what_it_says(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var target = await setup.TargetAsync("Line 1");
        await WriteAsync(
            setup.Database,
            new StoredCall("c1", At2026(3, 1))
            {
                Connected = 1,
                Converted = 1,
                Seconds = 70,
                Revenue = 25_000_000,
                Payout = 10_000_000,
                Target = target.Id.Value,
            },
            new StoredCall("c2", At2026(3, 2)) { Blocked = 1 }
        );
        await AdjustAsync(setup.Database, "c1", "revenue", -5_000_000);
        await ExecuteAsync(
            setup,
            "UPDATE calls SET connected_seconds = 65, cost = 40000, cost_currency = 'USD', previously_connected = 1, ended_by = 'Caller', recording_url = 'https://carrier.example/RE1' WHERE id = 'c1'",
            "UPDATE calls SET block_reason = 'BlockedNumber' WHERE id = 'c2'",
            "INSERT INTO call_legs (call_id, leg, route_id, target_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, "
                + "convert_revenue, dialed_at, rang, answered, outcome, connected, connected_seconds, converted, revenue, ringing_seen, answered_seen, progress_seen) "
                + "VALUES ('c1', 1, 'CR1', 'TA9', 'Number', '+12025550191', 'Connected', 0, 'Connected', 0, 5, 1, 0, 'NoAnswer', 0, NULL, 0, 0, 1, 0, 0), "
                + "('c1', 2, 'CR2', 'TA1', 'Number', '+12025550190', 'Connected', 0, 'Connected', 0, 5, 1, 1, 'Answered', 1, 65, 1, 25000000, 1, 1, 0)",
            "INSERT INTO call_tags (call_id, type, name, value, source) VALUES ('c1', 'Annotations', 'note', 'sold', 'Annotation')",
            "INSERT INTO call_adjustments (id, call_id, mode, recorded_at, effective_day, actor_id, actor_name, reason, currency, revenue_change, payout_change, revenue, payout) "
                + "VALUES ('AJ1', 'c1', 'Relative', 0, '2026-03-02', 'system', 'x', '', 'USD', -5000000, 0, 20000000, 10000000)",
            "INSERT INTO call_adjustment_requests (id, call_id, asked_at, source, actor_id, actor_name, mode, revenue, currency, reason, state, adjustment_id) "
                + "VALUES ('AR1', 'c1', 0, 'Person', 'x', 'x', 'Relative', 0, 'USD', '', 'Approved', 'AJ1'), ('AR2', 'c1', 0, 'Person', 'x', 'x', 'Relative', 0, 'USD', '', 'Declined', NULL)"
        );
        var every = string.Join(',', setup.The<ListDetailColumns>().Run(CallSetup.Admin).Value.Items.Select(c => c.Id));

        var table = (
            await setup
                .The<ListCallTable>()
                .RunAsync(CallSetup.Admin, new CallFilter(), new() { Columns = every, Sort = "callDt" }, new PageRequest())
        ).Value;
        var first = JsonSerializer.SerializeToElement(table, RingpostJson.Options).GetProperty("items")[0].GetProperty("values");
        string Of(string column) => first.GetProperty(column).ToString();
        Assert.Equal(
            "Line 1 +12025550190 2 True Caller 2026-03-01T12:00:00",
            $"{Of("targetName")} {Of("targetNumber")} {Of("dialAttempts")} {Of("hasPreviouslyConnected")} {Of("endCallSource")} {Of("callDt")[..19]}"
        );
        Assert.Equal(
            "20 10 10 9.96 0.04 USD -5",
            $"{Of("conversionAmount")} {Of("payoutAmount")} {Of("profitGross")} {Of("profitNet")} {Of("totalCost")} {Of("costCurrency")} {Of("convAdjustmentsApprovedAmount")}"
        );
        Assert.Equal(
            "2 1 1 True True False True 5 https://carrier.example/RE1",
            $"{Of("convAdjustmentRequestCount")} {Of("convAdjustmentsApproved")} {Of("convAdjustmentsRejectedCount")} {Of("hasAnnotations")} {Of("wasConversionAdjusted")} {Of("wasPayoutAdjusted")} {Of("hasRecording")} {Of("timeToConnectInSeconds")} {Of("recordingUrl")}"
        );
        var second = table.Items[1].Values;
        Assert.Equal(
            ("BlockedNumber", "Blocked", null, 0L, false),
            (
                second["blockReason"],
                second["outcome"],
                second["convAdjustmentsApprovedAmount"],
                second["dialAttempts"],
                second["hasAnnotations"]
            )
        );
    }

    [Theory, EachDatabase]
    public async Task A_column_that_a_role_may_not_see_is_no_column_for_it_anywhere(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall("c1", At2026(3, 1)));
        await ExecuteAsync(setup, "UPDATE calls SET recording_url = 'https://carrier.example/RE1' WHERE id = 'c1'");
        var seen = setup.The<ListDetailColumns>().Run(CallSetup.Reader).Value.Items;
        var always = setup.The<ListDetailColumns>().Run(CallSetup.Reader with { Rights = null }).Value.Items;
        Assert.All(seen, c => Assert.Equal(always.Any(a => a.Id == c.Id), c.Roles.Contains(Role.ReadOnly)));
        var hidden = setup
            .The<ListDetailColumns>()
            .Run(CallSetup.Admin)
            .Value.Items.Select(c => c.Id)
            .Except(seen.Select(c => c.Id))
            .ToList();
        Assert.Equal(["recordingUrl"], hidden);

        foreach (var column in (string[])["recordingUrl", "tag:Recording:RecordingUrl", "TAG:recording:recordingurl"])
        {
            var list = await ListAsync(setup, CallSetup.Reader, new() { Columns = column });
            Assert.Equal(["columns"], Assert.IsType<Invalid>(list).Errors.Keys);
            Assert.IsType<Invalid>(
                (await setup.The<ExportCalls>().RunAsync(CallSetup.Reader, new CallFilter(), new() { Columns = column })).Refusal
            );
            Assert.Null(await ListAsync(setup, CallSetup.Admin, new() { Columns = column }));
        }

        // In the same words as a column that nobody has.
        Assert.Equal(
            (await ListAsync(setup, CallSetup.Reader, new() { Columns = "recordingUrl" }))!.Message.Replace(
                "recordingUrl",
                "?",
                StringComparison.Ordinal
            ),
            (await ListAsync(setup, CallSetup.Reader, new() { Columns = "nothing" }))!.Message.Replace(
                "nothing",
                "?",
                StringComparison.Ordinal
            )
        );
        Assert.IsType<Invalid>(await ListAsync(setup, CallSetup.Reader, new() { Sort = "recordingUrl" }));
        foreach (var column in (string[])["recordingUrl", "tag:Recording:RecordingUrl"])
        {
            var filter = new CallFilter { Filters = Equal(column, "https://carrier.example/RE1") };
            Assert.IsType<Invalid>((await setup.The<ListCallTable>().RunAsync(CallSetup.Reader, filter, new(), new PageRequest())).Refusal);
            Assert.IsType<Invalid>((await setup.The<ExportCalls>().RunAsync(CallSetup.Reader, filter)).Refusal);
        }

        Assert.IsType<Invalid>(await ListAsync(setup, CallSetup.Admin, new() { Sort = "inboundPhoneNumber" }));
        Assert.IsType<Invalid>(
            (
                await setup
                    .The<ListCalls>()
                    .RunAsync(CallSetup.Reader, new CallFilter { Tags = "tag:Recording:RecordingUrl" }, new PageRequest())
            ).Refusal
        );

        var every = string.Join(',', seen.Select(c => c.Id)) + ",tag:InboundNumber:Number,tag:InboundNumber:Suffix";
        var table = (
            await setup.The<ListCallTable>().RunAsync(CallSetup.Reader, new CallFilter(), new() { Columns = every }, new PageRequest())
        ).Value;
        var (_, rows) = await ReadAsync(
            (await setup.The<ExportCalls>().RunAsync(CallSetup.Reader, new CallFilter(), new() { Columns = every })).Value
        );
        var everything = JsonSerializer.Serialize(table, RingpostJson.Options) + string.Join('|', rows[1]);
        Assert.DoesNotContain("5550106", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("0106", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("carrier.example", everything, StringComparison.Ordinal);
        Assert.Equal("+16•••••••06", table.Items[0].Values["inboundPhoneNumber"]);
    }

    private static string Equal(string column, string value) =>
        JsonSerializer.Serialize(
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
                            value,
                        },
                    },
                },
            }
        );

    private static async Task<Refusal?> ListAsync(CallSetup setup, Actor actor, ListCallTable.Choice choice) =>
        (await setup.The<ListCallTable>().RunAsync(actor, new CallFilter(), choice, new PageRequest())).Refusal;

    private static async Task ExecuteAsync(CallSetup setup, params string[] statements)
    {
        foreach (var sql in statements)
            await setup.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql));
    }

    private static async Task<(string Name, List<string[]> Rows)> ReadAsync(IResult file)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body } };
        await file.ExecuteAsync(http);
        body.Position = 0;
        using var parser = new CsvParser(new StreamReader(body), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (await parser.ReadAsync())
            rows.Add(parser.Record!);
        return (http.Response.Headers.ContentDisposition.ToString(), rows);
    }
}

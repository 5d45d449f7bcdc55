using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.CallTables;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.CallLists;

public sealed class ListCallsTests
{
    [Theory, EachDatabase]
    public async Task Pages_follow_each_other_newest_first_without_gap_or_repeat(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        // Three calls at the same millisecond stand across a page's edge.
        await WriteAsync(
            setup.Database,
            [.. Enumerable.Range(0, 10).Select(i => new StoredCall($"c{i}", At2026(3, 1) + (i is >= 4 and <= 6 ? 4 : i)))]
        );
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await setup.The<ListCalls>().RunAsync(CallSetup.Admin, new CallFilter(), new PageRequest(3, cursor))).Value;
            seen.AddRange(page.Items.Select(c => c.Id.Value));
            cursor = page.Next;
        } while (cursor is not null);
        Assert.Equal(["c9", "c8", "c7", "c6", "c5", "c4", "c3", "c2", "c1", "c0"], seen);
    }

    [Theory, EachDatabase]
    public async Task Filters_narrow_the_list(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("live", At2026(3, 1)) { Live = 1, Campaign = "CA2" },
            new StoredCall("paid", At2026(3, 2))
            {
                Connected = 1,
                Converted = 1,
                Paid = 1,
                Publisher = "AF1",
                Target = "TA1",
                Buyer = "BU1",
            },
            new StoredCall("blocked", At2026(3, 3)) { Blocked = 1, Caller = "" },
            new StoredCall("hangup", At2026(3, 4)) { Incomplete = 1, Dialed = "+12025550182" }
        );

        Assert.Equal(["live"], await IdsAsync(setup, new CallFilter { State = "live" }));
        Assert.Equal(["paid"], await IdsAsync(setup, new CallFilter { State = "completed" }));
        Assert.Equal(["hangup", "blocked"], await IdsAsync(setup, new CallFilter { State = "notPaid" }));
        Assert.Equal(["hangup"], await IdsAsync(setup, new CallFilter { State = "incomplete" }));
        Assert.Equal(["blocked"], await IdsAsync(setup, new CallFilter { State = "blocked" }));
        Assert.Equal(["hangup"], await IdsAsync(setup, new CallFilter { Number = "(202) 555-0182" }));
        Assert.Equal(["live"], await IdsAsync(setup, new CallFilter { CallCampaignId = new("CA2") }));
        Assert.Equal(
            ["paid"],
            await IdsAsync(
                setup,
                new CallFilter
                {
                    PublisherId = new("AF1"),
                    TargetId = new("TA1"),
                    BuyerId = new("BU1"),
                }
            )
        );
        Assert.Equal(["blocked", "paid"], await IdsAsync(setup, new CallFilter { From = "2026-03-02", To = "2026-03-03" }));
        Assert.Equal(["hangup", "paid", "live"], await IdsAsync(setup, new CallFilter { Caller = "555 0106" }));

        var refusal = (
            await setup.The<ListCalls>().RunAsync(CallSetup.Admin, new CallFilter { From = "soon", State = "odd" }, new PageRequest(1, "!"))
        ).Refusal;
        Assert.Equal(["cursor", "from", "state"], Assert.IsType<Invalid>(refusal).Errors.Keys.Order());
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_see_full_numbers_sees_none_and_finds_none_by_parts(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall("c1", At2026(3, 1)));
        await setup.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO call_events (call_id, seq, name, at, fields) VALUES ('c1', 1, 'Odd', 0, '{\"from\":\"+16615550106\",\"short\":\"6615550106\"}')"
                )
        );

        var listed = Assert.Single(
            (await setup.The<ListCalls>().RunAsync(CallSetup.Reader, new CallFilter { Caller = "(661) 555-0106" }, new PageRequest()))
                .Value
                .Items
        );
        var details = (await setup.The<GetCall>().RunAsync(CallSetup.Reader, listed.Id)).Value;
        var file = await TextAsync((await setup.The<ExportCalls>().RunAsync(CallSetup.Reader, new CallFilter())).Value);
        var everything =
            JsonSerializer.Serialize(listed, RingpostJson.Options) + JsonSerializer.Serialize(details, RingpostJson.Options) + file;
        Assert.DoesNotContain("5550106", everything, StringComparison.Ordinal);
        Assert.Equal("+16•••••••06", listed.From);
        Assert.DoesNotContain(details.Tags, t => t is { Type: "InboundNumber", Value: "0106" or "555" });
        Assert.Empty(
            (await setup.The<ListCalls>().RunAsync(CallSetup.Reader, new CallFilter { Caller = "0106" }, new PageRequest())).Value.Items
        );

        var full = (await setup.The<GetCall>().RunAsync(CallSetup.Admin, listed.Id)).Value;
        Assert.Equal("+16615550106", full.From);
        Assert.Contains(new CallTag("InboundNumber", "Suffix", "0106"), full.Tags);
    }

    [Theory, EachDatabase]
    public async Task Details_hold_legs_events_and_current_amounts_and_read_back_from_json(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var target = await setup.TargetAsync("Line 1");
        await WriteAsync(
            setup.Database,
            new StoredCall("c1", At2026(3, 1))
            {
                Connected = 1,
                Converted = 1,
                Revenue = 25_000_000,
                Seconds = 70,
            }
        );
        await AdjustAsync(setup.Database, "c1", "revenue", -5_000_000);
        await setup.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO call_legs (call_id, leg, route_id, target_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, "
                        + "convert_revenue, dialed_at, rang, answered, outcome, connected, connected_seconds, converted, revenue, ringing_seen, answered_seen, progress_seen) "
                        + "VALUES ('c1', 1, 'CR1', @target, 'Number', '+12025550190', 'CallLength', 60, 'Connected', 25000000, 5, 1, 1, 'Answered', 1, 65, 1, 25000000, 1, 1, 0)",
                    new { target = target.Id }
                )
        );

        var details = (await setup.The<GetCall>().RunAsync(CallSetup.Admin, new CallId("c1"))).Value;
        Assert.Equal(20_000_000, details.Revenue);
        var leg = Assert.Single(details.Legs);
        Assert.Equal(("Line 1", "Answered", 65L, 60), (leg.TargetName, leg.Outcome, leg.ConnectedSeconds, leg.Conversion.Seconds));
        var json = JsonDocument.Parse(JsonSerializer.Serialize(details, RingpostJson.Options)).RootElement;
        Assert.Equal(20m, json.GetProperty("revenue").GetDecimal());
        Assert.Equal("USD", json.GetProperty("currency").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("reasons").GetProperty("conversion").ValueKind);
        Assert.IsType<Missing>((await setup.The<GetCall>().RunAsync(CallSetup.Admin, new CallId("c2"))).Refusal);
    }

    private static async Task<IEnumerable<string>> IdsAsync(CallSetup setup, CallFilter filter) =>
        (await setup.The<ListCalls>().RunAsync(CallSetup.Admin, filter, new PageRequest())).Value.Items.Select(c => c.Id.Value);

    private static async Task<string> TextAsync(IResult file)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body } };
        await file.ExecuteAsync(http);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }
}

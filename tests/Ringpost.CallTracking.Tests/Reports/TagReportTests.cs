using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Reports;

/// <summary>Tags in lists and reports. The instance's zone is UTC; Monday is 2026-03-02.</summary>
public sealed class TagReportTests
{
    [Theory, EachDatabase]
    public async Task Calls_are_grouped_by_tags_that_they_brought_and_that_they_tell(Dialect dialect)
    {
        await using var setup = await WrittenAsync(dialect);
        Assert.Equal("93301:2 -no value-:1 10001:1", await LinesAsync(setup, "tag:user:ZIP"));
        Assert.Equal("CA:2 -no value-:1 NY:1", await LinesAsync(setup, "tag:InboundNumber:State"));
        Assert.Equal("661:2 -no value-:1 212:1", await LinesAsync(setup, "tag:InboundNumber:AreaCode"));
        Assert.Equal("US:3 GB:1", await LinesAsync(setup, "tag:InboundNumber:CountryCode"));
        Assert.Equal("Monday:3 Tuesday:1", await LinesAsync(setup, "tag:Date:UTCWeekDay"));
        Assert.Equal("12:3 23:1", await LinesAsync(setup, "tag:Time:UTCHour"));
        Assert.Equal("false:3 true:1", await LinesAsync(setup, "tag:CallInfo:IsDuplicate"));
        var csv = (await setup.The<ExportCallReport>().RunAsync(CallSetup.Admin, Request("tag:User:zip"))).Value.ToString();
        Assert.StartsWith("\uFEFF\"tag:User:zip\",\"Incoming\"", csv, StringComparison.Ordinal);
        Assert.Equal(
            "93301:2 -no value-:1 10001:1",
            Lines((await setup.The<CallReport>().RunAsync(CallSetup.Admin, Request("tag") with { Tag = "User:zip" })).Value)
        );
    }

    [Theory, EachDatabase]
    public async Task A_number_in_a_tag_is_hidden_from_readers(Dialect dialect)
    {
        await using var setup = await WrittenAsync(dialect);
        Assert.Contains("+16615550106:1", await LinesAsync(setup, "tag:User:phone"), StringComparison.Ordinal);
        var seen = Lines((await setup.The<CallReport>().RunAsync(CallSetup.Reader, Request("tag:User:phone"))).Value);
        Assert.DoesNotContain("6615550106", seen, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task What_calls_cannot_be_grouped_by_is_refused(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        foreach (var tag in new[] { "tag:InboundNumber:Number", "tag:CallLength:Total", "tag:", "tag:Call:InboundCallId" })
            Assert.Equal(["groupBy"], Errors(await setup.The<CallReport>().RunAsync(CallSetup.Admin, Request(tag))));
        Assert.Equal(["tag"], Errors(await setup.The<CallReport>().RunAsync(CallSetup.Admin, Request("tag"))));
    }

    [Theory, EachDatabase]
    public async Task A_list_shows_the_tags_that_are_asked_for(Dialect dialect)
    {
        await using var setup = await WrittenAsync(dialect);
        var filter = new CallFilter { Tags = "tag:User:zip, InboundNumber:State,tag:User:phone" };
        var calls = (await setup.The<ListCalls>().RunAsync(CallSetup.Admin, filter, new PageRequest())).Value.Items;
        Assert.Equal(
            ["93301|CA|", "10001|NY|", "||+16615550106", "93301|CA|"],
            calls.Select(c => $"{c.TagValues!["tag:User:zip"]}|{c.TagValues["tag:InboundNumber:State"]}|{c.TagValues["tag:User:phone"]}")
        );
        Assert.Null((await setup.The<ListCalls>().RunAsync(CallSetup.Admin, new(), new PageRequest())).Value.Items[0].TagValues);
        Assert.Equal(
            ["tags"],
            Assert
                .IsType<Invalid>(
                    (await setup.The<ListCalls>().RunAsync(CallSetup.Admin, new() { Tags = "zip" }, new PageRequest())).Refusal
                )
                .Errors.Keys
        );
        var parts = (
            await setup
                .The<ListCalls>()
                .RunAsync(CallSetup.Reader, new() { Tags = "InboundNumber:Number,InboundNumber:Suffix" }, new PageRequest())
        )
            .Value
            .Items;
        Assert.All(parts, c => Assert.DoesNotContain(c.TagValues!.Values, v => v.EndsWith("0106", StringComparison.Ordinal)));
    }

    private static async Task<CallSetup> WrittenAsync(Dialect dialect)
    {
        var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("1", At2026(3, 2)),
            new StoredCall("2", At2026(3, 2, 12, 30)) { Caller = "+442071838750" },
            new StoredCall("3", At2026(3, 2, 12, 45)) { Caller = "+12125550123", Duplicate = 1 },
            new StoredCall("4", At2026(3, 3, 23)) { Caller = "+16615550106" }
        );
        await setup.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await CallTagsSql.InsertAsync(unit, new("1"), [Sent("zip", "93301")]);
                await CallTagsSql.InsertAsync(unit, new("2"), [Sent("phone", "+16615550106")]);
                await CallTagsSql.InsertAsync(unit, new("3"), [Sent("zip", "10001")]);
                await CallTagsSql.InsertAsync(unit, new("4"), [Sent("Zip", "93301"), Sent("other", "x")]);
                return 0;
            }
        );
        return setup;
    }

    private static StoredTag Sent(string name, string value) => new("User", name, value, TagSource.Enrichment);

    private static CallReport.Request Request(string groupBy) =>
        new()
        {
            From = "2026-03-01",
            To = "2026-03-10",
            GroupBy = groupBy,
            Zone = "UTC",
        };

    private static async Task<string> LinesAsync(CallSetup setup, string groupBy) =>
        Lines((await setup.The<CallReport>().RunAsync(CallSetup.Admin, Request(groupBy))).Value);

    private static string Lines(CallReportTable table) => string.Join(' ', table.Rows.Select(r => $"{r.Name}:{r.Incoming}"));

    private static IEnumerable<string> Errors(Result<CallReportTable> result) => Assert.IsType<Invalid>(result.Refusal).Errors.Keys;
}

using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.CallFilters;

public sealed class ColumnFilterTests
{
    [Fact]
    public void Every_error_stands_at_its_place()
    {
        var errors = Errors(
            """
            [{"anyConditionToMatch":[{"column":"hasConnected","comparisonType":"CONTAINS","value":"yes"},{"column":"nothing","comparisonType":"EQUALS","value":"1"}]},
             {"anyConditionToMatch":[]},
             {"anyConditionToMatch":[{"column":"campaignName","comparisonType":"LIKE","value":"a"},{"column":"campaignName","comparisonType":"GREATER_THAN","value":"a"},
              {"column":"callLengthInSeconds","comparisonType":"LESS_THAN","value":"soon"},{"column":"tag:InboundNumber:Prefix","comparisonType":"EQUALS","value":"555"},
              {"column":"hasPayout","comparisonType":"EQUALS","value":"maybe"},{"column":"buyer","comparisonType":"CONTAINS","value":""}]}]
            """,
            CallSetup.Admin
        );
        Assert.Equal(
            [
                "filters[0].anyConditionToMatch[0].comparisonType",
                "filters[0].anyConditionToMatch[1].column",
                "filters[1].anyConditionToMatch",
                "filters[2].anyConditionToMatch[0].comparisonType",
                "filters[2].anyConditionToMatch[1].comparisonType",
                "filters[2].anyConditionToMatch[2].value",
                "filters[2].anyConditionToMatch[3].column",
                "filters[2].anyConditionToMatch[4].value",
                "filters[2].anyConditionToMatch[5].value",
            ],
            errors
        );
        Assert.Equal(["filters"], Errors("{", CallSetup.Admin));
        Assert.Equal(["filters"], Errors("[" + string.Join(',', Enumerable.Repeat("null", 31)) + "]", CallSetup.Admin));
        Assert.Equal(["filters[0].anyConditionToMatch"], Errors("[null]", CallSetup.Admin));
    }

    [Fact]
    public void Who_sees_numbers_in_part_asks_for_whole_ones()
    {
        foreach (var column in new[] { "inboundPhoneNumber", "tag:InboundNumber:Number", "tag:User:phone" })
        {
            foreach (var comparison in new[] { "CONTAINS", "BEGINS_WITH" })
            {
                Assert.Equal(
                    ["filters[0].anyConditionToMatch[0].comparisonType"],
                    Errors(One(column, comparison, "0106"), CallSetup.Reader)
                );
                Assert.Empty(Errors(One(column, comparison, "0106"), CallSetup.Admin));
            }

            Assert.Empty(Errors(One(column, "EQUALS", "+16615550106"), CallSetup.Reader));
        }

        Assert.Equal(
            ["filters[0].anyConditionToMatch[0].comparisonType"],
            Errors(One("tag:User:phone", "GREATER_THAN", "16615550100"), CallSetup.Reader)
        );
        // Parts of a number are no column for anybody.
        Assert.Single(Errors(One("tag:InboundNumber:Suffix", "EQUALS", "0106"), CallSetup.Admin));
    }

    [Fact]
    public void As_text_it_reads_back_and_a_rule_can_be_taken_away()
    {
        var filter = Read(One("tag:User:zip", "BEGINS_WITH", "93\"'\\ä")).Or(Read(One("hascONNECTED", "equals", "yes")).Rules[0].AnyOf[0]);
        var again = Read(filter.And(filter.Rules[0].AnyOf[1]).ToJson());
        Assert.Equal(2, again.Rules.Count);
        Assert.Equal("tag:User:zip begins with “93\"'\\ä” or Connected: yes", ColumnFilterSentences.Of(again.Rules[0]));
        Assert.Equal("Connected: yes", ColumnFilterSentences.Of(again.Without(again.Rules[0]).Rules[0]));
        Assert.Null(again.Without(again.Rules[0]).Without(again.Rules[1]).ToJson());
    }

    [Theory, EachDatabase]
    public async Task Numbers_are_found_as_people_write_them_and_texts_hold_anything(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("a", At2026(3, 1)),
            new StoredCall("b", At2026(3, 2)) { Caller = "+12125550123", Dialed = "+12025550182" }
        );
        await setup.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await CallTagsSql.InsertAsync(unit, new("a"), [new("User", "note", "100% \"sure\" o'clock_; --", TagSource.Enrichment)]);
                return 0;
            }
        );
        Assert.Equal("a", await FoundAsync(setup, One("inboundPhoneNumber", "EQUALS", "(661) 555-0106")));
        Assert.Equal("a", await FoundAsync(setup, One("inboundPhoneNumber", "CONTAINS", "555-01 06")));
        Assert.Equal("a", await FoundAsync(setup, One("inboundPhoneNumber", "BEGINS_WITH", "1 661")));
        Assert.Equal("b", await FoundAsync(setup, One("number", "EQUALS", "202 555 0182")));
        Assert.Equal("a", await FoundAsync(setup, One("tag:user:NOTE", "CONTAINS", "100% \\\"SURE\\\" o'clock_; --")));
        Assert.Equal("", await FoundAsync(setup, One("tag:User:note", "CONTAINS", "100%_")));
        Assert.Equal("b", await FoundAsync(setup, One("tag:User:note", "EQUALS", "")));
    }

    [Theory, EachDatabase]
    public async Task A_tag_of_the_clock_needs_days(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall("a", At2026(3, 1, 9)), new StoredCall("b", At2026(3, 2, 10)));
        var filter = One("tag:Time:UTCHour", "EQUALS", "9");
        var refused = await setup.The<ListCalls>().RunAsync(CallSetup.Admin, new() { Filters = filter }, new PageRequest());
        Assert.Equal(["filters"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys);
        var found = await setup
            .The<ListCalls>()
            .RunAsync(
                CallSetup.Admin,
                new()
                {
                    From = "2026-03-01",
                    To = "2026-03-31",
                    Filters = filter,
                },
                new PageRequest()
            );
        Assert.Equal(["a"], found.Value.Items.Select(c => c.Id.Value));
    }

    private static async Task<string> FoundAsync(CallSetup setup, string filter) =>
        string.Join(
            ' ',
            (await setup.The<ListCalls>().RunAsync(CallSetup.Admin, new() { Filters = filter }, new PageRequest())).Value.Items.Select(c =>
                c.Id.Value
            )
        );

    private static string One(string column, string comparison, string value) =>
        $$"""[{"anyConditionToMatch":[{"column":"{{column}}","comparisonType":"{{comparison}}","value":"{{value.Replace("93\"'\\", "93\\\"'\\\\", StringComparison.Ordinal)}}"}]}]""";

    private static ColumnFilter Read(string? json) => ColumnFilterCheck.Read(new Validation(), "filters", json, CallSetup.Admin);

    private static IEnumerable<string> Errors(string json, Actor actor)
    {
        var validation = new Validation();
        ColumnFilterCheck.Read(validation, "filters", json, actor);
        return validation.HasErrors ? validation.ToRefusal().Errors.Keys.Order(StringComparer.Ordinal) : [];
    }
}

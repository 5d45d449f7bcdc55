using FsCheck.Xunit;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Filters;

public sealed class TagFilterTests
{
    [Theory]
    [InlineData(TagOperator.BeginsWith, "CAL", "California", true)]
    [InlineData(TagOperator.BeginsWith, "ifo", "California", false)]
    [InlineData(TagOperator.Contains, "FOR", "California", true)]
    [InlineData(TagOperator.Contains, "x", "California", false)]
    [InlineData(TagOperator.Equals, "california", " California ", true)]
    [InlineData(TagOperator.Equals, "Californi", "California", false)]
    [InlineData(TagOperator.Equals, "1234", "01234", false)]
    [InlineData(TagOperator.EqualsAny, "NY,ca", "CA", true)]
    [InlineData(TagOperator.EqualsAny, "NY,TX", "CA", false)]
    [InlineData(TagOperator.Exists, null, "x", true)]
    [InlineData(TagOperator.GreaterThan, "64", "65", true)]
    [InlineData(TagOperator.GreaterThan, "65", "65", false)]
    [InlineData(TagOperator.GreaterThan, "9", "10", true)]
    [InlineData(TagOperator.GreaterThan, "1", "many", false)]
    [InlineData(TagOperator.LessThan, "-1.5", "-1.75", true)]
    [InlineData(TagOperator.LessThan, "5", "5", false)]
    [InlineData(TagOperator.LessThan, "5", "few", false)]
    public void Each_operator_compares_and_its_negated_form_is_the_opposite(TagOperator how, string? value, string tag, bool holds)
    {
        var condition = Condition(how, value);
        Assert.Equal(holds, condition.Holds(tag));
        Assert.Equal(!holds, (condition with { Negated = true }).Holds(tag));
        Assert.False(condition.Holds(null));
        Assert.False(condition.Holds(" "));
        Assert.True((condition with { Negated = true }).Holds(null));
    }

    [Fact]
    public void No_filter_lets_every_call_pass()
    {
        Assert.True(TagFilter.None.Passes(_ => throw new InvalidOperationException("nothing to ask for")));
        Assert.Equal(TagFilter.None, TagFilter.FromJson("[]"));
    }

    [Property]
    public void All_rules_must_hold_and_of_each_rule_any_condition(byte[][] rules, byte bits)
    {
        // Tag n exists where bit n is set; odd bytes ask for its absence.
        string? ValueOf(string key) => (bits >> (key[^1] - '0') & 1) == 1 ? "x" : null;
        var shapes = (rules ?? []).Where(r => r is { Length: > 0 }).ToList();
        var filter = new TagFilter([
            .. shapes.Select(r => new TagRule([
                .. r.Select(b => Condition(TagOperator.Exists, null) with { Tag = $"User:{b / 2 % 8}", Negated = b % 2 == 1 }),
            ])),
        ]);

        var expected = shapes.All(r => r.Any(b => (bits >> (b / 2 % 8) & 1) == 1 != (b % 2 == 1)));

        Assert.Equal(expected, filter.Passes(ValueOf));
        Assert.Equal(expected, TagFilter.FromJson(filter.ToJson()).Passes(ValueOf));
    }

    [Theory, EachDatabase]
    public async Task A_target_and_a_pixel_keep_their_filters(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        TagRuleRequest?[] request =
        [
            new([new("[tag:InboundNumber:State]", "equalsAny", Values: [" CA ", "ny", "NY", ""]), new("User:zip", "BEGINSWITH", "9")]),
            new([new("tag:User:blocked", "exists", Negated: true)]),
        ];
        var target = await setup.TargetAsync();
        var filtered = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Filters: request))).Value;
        Assert.Equal(
            "InboundNumber:State equals any of CA, ny or User:zip begins with “9”; User:blocked does not exist",
            FilterSentences.Of(filtered.Filters)
        );
        Assert.Equal(filtered.Filters, (await setup.SnapshotAsync()).Targets[target.Id].Filters);
        Assert.Equal(
            filtered.Filters,
            (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Name: "L"))).Value.Filters
        );
        Assert.True((await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Filters: []))).Value.Filters.IsNone);

        var pixel = (
            await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, new("P", "incoming", "https://x.example/", Filters: request))
        ).Value;
        Assert.Equal(filtered.Filters, pixel.Filters);
        Assert.Equal(pixel.Filters, (await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, pixel.Id, new(Name: "Q"))).Value.Filters);
        Assert.True((await setup.The<ChangePixel>().RunAsync(CallSetup.Admin, pixel.Id, new(Filters: []))).Value.Filters.IsNone);
    }

    [Theory, EachDatabase]
    public async Task Every_error_of_a_filter_stands_at_its_place(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        TagRuleRequest?[] request =
        [
            null,
            new([new("zip", "equals", "9"), new("User:zip", "resembles", "9"), new("User:age", "greaterThan", "old"), null]),
            new([new("User:zip", "equalsAny", Values: [])]),
            new([new("User:zip", "contains")]),
        ];
        var target = await setup.TargetAsync();
        var refusal = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Filters: request))).Refusal;
        Assert.Equal(
            [
                "filters[0].anyOf",
                "filters[1].anyOf[0].tag",
                "filters[1].anyOf[1].operator",
                "filters[1].anyOf[2].value",
                "filters[1].anyOf[3].operator",
                "filters[1].anyOf[3].tag",
                "filters[1].anyOf[3].value",
                "filters[2].anyOf[0].values",
                "filters[3].anyOf[0].value",
            ],
            Assert.IsType<Invalid>(refusal).Errors.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Theory, EachDatabase]
    public async Task A_filter_on_what_the_event_does_not_know_yet_is_a_warning(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var request = new CreatePixel.Request(
            "P",
            "incoming",
            "https://x.example/",
            Filters: [new([new("CallLength:Total", "greaterThan", "60")])]
        );
        var pixel = (await setup.The<CreatePixel>().RunAsync(CallSetup.Admin, request)).Value;
        Assert.Contains(
            "CallLength:Total, which is not known yet at Incoming",
            $"{Assert.Single(pixel.Warnings)}",
            StringComparison.Ordinal
        );
    }

    private static TagCondition Condition(TagOperator how, string? value) =>
        how == TagOperator.EqualsAny ? new("User:x", how, false, null, value!.Split(',')) : new("User:x", how, false, value, null);
}

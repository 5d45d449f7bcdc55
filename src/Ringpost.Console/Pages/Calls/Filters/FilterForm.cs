using Ringpost.CallTracking.Filters;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Filters;

/// <summary>What a person types of a tag filter.</summary>
public sealed class FilterForm
{
    public List<RuleForm> Rules { get; set; } = [];

    public static FilterForm Of(TagFilter filter) => new() { Rules = [.. filter.Rules.Select(RuleForm.Of)] };

    public IReadOnlyList<TagRuleRequest?> ToRequest() =>
        [.. Rules.Select(rule => new TagRuleRequest([.. rule.Conditions.Select(c => c.ToRequest())]))];
}

public sealed class RuleForm
{
    public List<ConditionForm> Conditions { get; set; } = [new()];

    internal static RuleForm Of(TagRule rule) => new() { Conditions = [.. rule.AnyOf.Select(ConditionForm.Of)] };
}

/// <summary>One comparison. An operator and its negated form are two choices of one select; the values of a list stand one a line.</summary>
public sealed class ConditionForm
{
    private const string Not = "not-";

    public string? Tag { get; set; }
    public string? Comparison { get; set; } = CallWords.Word(TagOperator.Equals);
    public string? Value { get; set; }

    public static IReadOnlyList<Choice<string>> Comparisons =>
        [.. Enum.GetValues<TagOperator>().SelectMany(how => (Choice<string>[])[Option(how, false), Option(how, true)])];

    private static Choice<string> Option(TagOperator how, bool not) => new(Word(how, not), T.Known(FilterSentences.Words(how, not)));

    internal bool HasValue => Operator != CallWords.Word(TagOperator.Exists);

    internal bool HasValues => Operator == CallWords.Word(TagOperator.EqualsAny);

    private string? Operator => IsNegated ? Comparison![Not.Length..] : Comparison;

    private bool IsNegated => Comparison?.StartsWith(Not, StringComparison.Ordinal) ?? false;

    internal static ConditionForm Of(TagCondition condition) =>
        new()
        {
            Tag = condition.Tag,
            Comparison = Word(condition.Operator, condition.Negated),
            Value = condition.Values is { } values ? string.Join('\n', values) : condition.Value,
        };

    internal TagConditionRequest ToRequest() =>
        new(Tag, Operator, HasValues ? null : Value, HasValues ? (Value ?? "").Split('\n', ',') : null, IsNegated);

    private static string Word(TagOperator how, bool negated) => (negated ? Not : "") + CallWords.Word(how);
}

namespace Ringpost.CallTracking.Filters;

/// <summary>Filters in words, for pages, notes and the log.</summary>
public static class FilterSentences
{
    private const int MostShown = 5;

    public static string Of(TagFilter filter) => string.Join("; ", filter.Rules.Select(Of));

    public static string Of(TagRule rule) => string.Join(" or ", rule.AnyOf.Select(Of));

    public static string Of(TagCondition condition) =>
        $"{condition.Tag} {Words(condition.Operator, condition.Negated)}"
        + condition.Operator switch
        {
            TagOperator.Exists => "",
            TagOperator.EqualsAny when condition.Values is { Count: > MostShown } many =>
                $" {string.Join(", ", many.Take(MostShown))} and {many.Count - MostShown} more",
            TagOperator.EqualsAny => $" {string.Join(", ", condition.Values ?? [])}",
            _ => $" “{condition.Value}”",
        };

    public static string Words(TagOperator how, bool negated) =>
        (how, negated) switch
        {
            (TagOperator.BeginsWith, false) => "begins with",
            (TagOperator.BeginsWith, true) => "does not begin with",
            (TagOperator.Contains, false) => "contains",
            (TagOperator.Contains, true) => "does not contain",
            (TagOperator.Equals, false) => "equals",
            (TagOperator.Equals, true) => "does not equal",
            (TagOperator.EqualsAny, false) => "equals any of",
            (TagOperator.EqualsAny, true) => "equals none of",
            (TagOperator.Exists, false) => "exists",
            (TagOperator.Exists, true) => "does not exist",
            (TagOperator.GreaterThan, false) => "is greater than",
            (TagOperator.GreaterThan, true) => "is not greater than",
            (TagOperator.LessThan, false) => "is less than",
            (TagOperator.LessThan, true) => "is not less than",
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, null),
        };
}

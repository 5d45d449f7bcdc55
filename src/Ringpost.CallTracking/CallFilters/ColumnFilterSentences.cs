namespace Ringpost.CallTracking.CallFilters;

/// <summary>Filters in words, for pages and notes.</summary>
public static class ColumnFilterSentences
{
    public static string Of(ColumnRule rule) => string.Join(" or ", rule.AnyOf.Select(Of));

    public static string Of(ColumnCondition condition)
    {
        var title = condition.Column.Title;
        if (condition.Value.Length == 0)
            return $"{title} {(condition.Negated ? "has a value" : "has no value")}";
        if (condition.Column.Kind == ColumnKind.YesNo)
            return $"{title}: {(condition.Negated ? Other(condition.Value) : condition.Value.ToLowerInvariant())}";
        return $"{title} {Words(condition.Comparison, condition.Negated)} “{condition.Value}”";
    }

    public static string Words(ColumnComparison comparison, bool negated) =>
        (comparison, negated) switch
        {
            (ColumnComparison.Equals, false) => "equals",
            (ColumnComparison.Equals, true) => "does not equal",
            (ColumnComparison.Contains, false) => "contains",
            (ColumnComparison.Contains, true) => "does not contain",
            (ColumnComparison.BeginsWith, false) => "begins with",
            (ColumnComparison.BeginsWith, true) => "does not begin with",
            (ColumnComparison.GreaterThan, false) => "is greater than",
            (ColumnComparison.GreaterThan, true) => "is not greater than",
            (ColumnComparison.LessThan, false) => "is less than",
            (ColumnComparison.LessThan, true) => "is not less than",
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
        };

    private static string Other(string word) => word.Equals("yes", StringComparison.OrdinalIgnoreCase) ? "no" : "yes";
}

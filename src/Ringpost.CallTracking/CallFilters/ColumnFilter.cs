using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>
/// Which calls, by their columns (ringba.md 10.4): all rules must hold, of each any condition. Read by <see cref="ColumnFilterCheck"/> for
/// whoever asks, each time; as text it is Ringba's JSON.
/// </summary>
public sealed record ColumnFilter(IReadOnlyList<ColumnRule> Rules)
{
    public static readonly ColumnFilter None = new([]);

    public bool IsNone => Rules.Count == 0;

    /// <summary>In one line, as it stands in an address; null where there is no rule.</summary>
    public string? ToJson() =>
        IsNone
            ? null
            : JsonSerializer.Serialize(
                Rules.Select(rule => new RuleRequest([.. rule.AnyOf.Select(ConditionRequest.Of)])),
                RingpostJson.Options
            );

    /// <summary>With another rule at its end.</summary>
    public ColumnFilter And(ColumnCondition condition) => new([.. Rules, new ColumnRule([condition])]);

    /// <summary>The last rule holds with this condition too.</summary>
    public ColumnFilter Or(ColumnCondition condition) =>
        IsNone ? And(condition) : new([.. Rules.SkipLast(1), new ColumnRule([.. Rules[^1].AnyOf, condition])]);

    public ColumnFilter Without(ColumnRule rule) => new([.. Rules.Where(r => r != rule)]);

    internal sealed record RuleRequest(IReadOnlyList<ConditionRequest?>? AnyConditionToMatch);

    /// <param name="Value">A text; a number or a truth value is taken as one.</param>
    internal sealed record ConditionRequest(string? Column, JsonElement? Value, string? ComparisonType, bool? IsNegativeMatch)
    {
        public static ConditionRequest? Of(ColumnCondition condition) =>
            new(
                condition.Column.Id,
                JsonSerializer.SerializeToElement(condition.Value),
                ColumnFilterCheck.Word(condition.Comparison),
                condition.Negated
            );

        public string Text =>
            Value is not { } value
                ? ""
                : value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString()!,
                    JsonValueKind.True => "yes",
                    JsonValueKind.False => "no",
                    JsonValueKind.Number => value.GetRawText(),
                    _ => "",
                };
    }
}

/// <summary>One rule: holds where any of its conditions does.</summary>
public sealed record ColumnRule(IReadOnlyList<ColumnCondition> AnyOf);

/// <summary>One comparison. The negated form holds exactly where the plain one does not.</summary>
/// <param name="Value">As it was given; with <see cref="ColumnComparison.Equals"/> an empty one stands for calls without a value.</param>
public sealed record ColumnCondition(CallColumn Column, ColumnComparison Comparison, string Value, bool Negated = false);

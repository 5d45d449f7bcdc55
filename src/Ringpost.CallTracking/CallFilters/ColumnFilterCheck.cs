using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>What a filter must be, and who may ask what. An error stands at its place: <c>filters[0].anyConditionToMatch[1].value</c>.</summary>
public static class ColumnFilterCheck
{
    private const int MostRules = 30;
    private const int MostConditions = 30;
    private const int Longest = 20_000;

    /// <param name="json">Ringba's form: <c>[{"anyConditionToMatch":[{"column","value","comparisonType","isNegativeMatch"}]}]</c>.</param>
    public static ColumnFilter Read(Validation validation, string field, string? json, Actor actor)
    {
        if (string.IsNullOrWhiteSpace(json))
            return ColumnFilter.None;
        IReadOnlyList<ColumnFilter.RuleRequest?>? rules = null;
        try
        {
            if (json.Length <= Longest)
                rules = JsonSerializer.Deserialize<IReadOnlyList<ColumnFilter.RuleRequest?>>(json, RingpostJson.Options);
        }
        catch (JsonException)
        {
            // Said below.
        }

        if (rules is null || rules.Count > MostRules)
        {
            validation.Add(
                field,
                $"A list of at most {MostRules} rules, as [{{\"anyConditionToMatch\":[{{\"column\":\"hasConnected\",\"comparisonType\":\"EQUALS\",\"value\":\"yes\"}}]}}]."
            );
            return ColumnFilter.None;
        }

        return new ColumnFilter([.. rules.Select((rule, i) => Rule(validation, $"{field}[{i}].anyConditionToMatch", rule, actor))]);
    }

    /// <summary>Ringba's word, as <c>BEGINS_WITH</c>.</summary>
    public static string Word(ColumnComparison comparison) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(comparison.ToString());

    private static ColumnRule Rule(Validation validation, string field, ColumnFilter.RuleRequest? rule, Actor actor)
    {
        var conditions = rule?.AnyConditionToMatch ?? [];
        if (conditions.Count is 0 or > MostConditions)
            validation.Add(field, $"A rule has 1 to {MostConditions} conditions.");
        return new ColumnRule([.. conditions.Take(MostConditions).Select((c, i) => Condition(validation, $"{field}[{i}]", c, actor))]);
    }

    private static ColumnCondition Condition(Validation validation, string field, ColumnFilter.ConditionRequest? request, Actor actor) =>
        Condition(
            validation,
            field + ".",
            actor,
            request?.Column,
            request?.ComparisonType,
            request?.Text,
            request?.IsNegativeMatch ?? false
        );

    /// <summary>One condition; its errors stand at <c>column</c>, <c>comparisonType</c> and <c>value</c>, behind <paramref name="field"/>.</summary>
    public static ColumnCondition Condition(
        Validation validation,
        string field,
        Actor actor,
        string? name,
        string? comparisonType,
        string? text,
        bool negated
    )
    {
        var column = CallColumns.Find(name, actor);
        if (column is null)
            validation.Add(
                $"{field}column",
                SeenColumns.Refusal(actor, name)
                    ?? Phrase.Of($"Calls can't be filtered by “{name}”. GET /api/v1/call-columns lists what can be named.")
            );
        var comparison = Comparison(validation, $"{field}comparisonType", comparisonType);
        var value = validation.Text($"{field}value", text, 1000);
        var condition = new ColumnCondition(column ?? CallColumns.All[0], comparison, value, negated);
        if (column is not null && Refusal(condition, actor) is { } refusal)
            validation.Add(refusal.OfComparison ? $"{field}comparisonType" : $"{field}value", refusal.Message);
        return condition;
    }

    private static ColumnComparison Comparison(Validation validation, string field, string? word)
    {
        foreach (var comparison in Enum.GetValues<ColumnComparison>())
            if (Word(comparison).Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase))
                return comparison;
        validation.Add(field, $"One of: {string.Join(", ", Enum.GetValues<ColumnComparison>().Select(Word))}.");
        return ColumnComparison.Equals;
    }

    private static (bool OfComparison, Phrase Message)? Refusal(ColumnCondition condition, Actor actor)
    {
        var (column, comparison, value) = (condition.Column, condition.Comparison, condition.Value);
        // Parts would let somebody who sees masked numbers find out the rest digit by digit.
        if (column.Source.MayHoldNumbers && comparison != ColumnComparison.Equals && !actor.May(Permission.SeeFullNumbers))
            return (true, $"Only EQUALS: {column.Title} may hold telephone numbers, which you see in part.");
        if (value.Length == 0 && comparison != ColumnComparison.Equals)
            return (false, "A value is needed. EQUALS without one finds the calls that have none.");
        var isOrder = comparison is ColumnComparison.GreaterThan or ColumnComparison.LessThan;
        return column.Kind switch
        {
            ColumnKind.YesNo when comparison != ColumnComparison.Equals => (true, $"{column.Title} is filtered by EQUALS, with yes or no."),
            ColumnKind.YesNo when !IsYesOrNo(value) => (false, "yes or no."),
            ColumnKind.YesNo => null,
            ColumnKind.Phone when isOrder => (true, "Telephone numbers are not greater or less."),
            ColumnKind.Phone when value.Length > 0 && !value.Any(char.IsAsciiDigit) => (false, "A telephone number, or digits of one."),
            ColumnKind.Phone => null,
            ColumnKind.Text when isOrder && !column.IsTag => (
                true,
                $"{column.Title} is a text; only numbers and tags are greater or less."
            ),
            ColumnKind.Text when isOrder && !ColumnValue.TryReadNumber(value, out _) => (false, "A number, as 65 or 12.5."),
            ColumnKind.Text => null,
            ColumnKind.Seconds or ColumnKind.Money when comparison is ColumnComparison.Contains or ColumnComparison.BeginsWith => (
                true,
                $"{column.Title} is a number: EQUALS, GREATER_THAN or LESS_THAN."
            ),
            ColumnKind.Seconds when value.Length > 0 && ColumnValue.Seconds(value) is null => (false, "Whole seconds, as 90, or 00:01:30."),
            ColumnKind.Seconds => null,
            ColumnKind.Money when value.Length > 0 && ColumnValue.Millionths(value) is null => (
                false,
                "An amount, as 12.5, with at most 6 decimals."
            ),
            ColumnKind.Money => null,
        };
    }

    private static bool IsYesOrNo(string value) =>
        value.Equals("yes", StringComparison.OrdinalIgnoreCase) || value.Equals("no", StringComparison.OrdinalIgnoreCase);
}

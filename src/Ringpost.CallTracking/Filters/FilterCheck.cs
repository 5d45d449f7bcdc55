using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Filters;

/// <summary>A rule of a filter as it is sent: any of its conditions suffices.</summary>
public sealed record TagRuleRequest(IReadOnlyList<TagConditionRequest?>? AnyOf);

/// <summary>A condition as it is sent.</summary>
/// <param name="Tag"><c>Type:Name</c>, <c>tag:Type:Name</c> or the whole token in brackets.</param>
/// <param name="Operator">A word of <see cref="TagOperator"/>, as <c>beginsWith</c>.</param>
/// <param name="Values">For <c>equalsAny</c>; the others take <paramref name="Value"/>.</param>
public sealed record TagConditionRequest(
    string? Tag,
    string? Operator,
    string? Value = null,
    IReadOnlyList<string?>? Values = null,
    bool Negated = false
);

/// <summary>What a filter must be. An error stands at its place: <c>filters[0].anyOf[1].value</c>.</summary>
internal static class FilterCheck
{
    private const int MostRules = 50;
    private const int MostConditions = 50;
    private const int MostValues = 10_000;
    private const int LongestValue = 1000;

    /// <summary>Null and an empty list are no filter.</summary>
    public static TagFilter Read(Validation validation, string field, IReadOnlyList<TagRuleRequest?>? request)
    {
        if (request is null || request.Count == 0)
            return TagFilter.None;
        if (request.Count > MostRules)
        {
            validation.Add(field, $"At most {MostRules} rules.");
            return TagFilter.None;
        }

        return new TagFilter([.. request.Select((rule, i) => Rule(validation, $"{field}[{i}]", rule))]);
    }

    private static TagRule Rule(Validation validation, string field, TagRuleRequest? request)
    {
        var conditions = request?.AnyOf ?? [];
        if (conditions.Count is 0 or > MostConditions)
        {
            validation.Add($"{field}.anyOf", $"A rule has 1 to {MostConditions} conditions.");
            return new TagRule([]);
        }

        return new TagRule([.. conditions.Select((condition, i) => Condition(validation, $"{field}.anyOf[{i}]", condition))]);
    }

    private static TagCondition Condition(Validation validation, string field, TagConditionRequest? request)
    {
        var tag = Tag(validation, $"{field}.tag", request?.Tag);
        var how = validation.Choice<TagOperator>($"{field}.operator", request?.Operator);
        if (how == TagOperator.EqualsAny)
            return new TagCondition(tag, how, request!.Negated, null, Values(validation, $"{field}.values", request.Values));
        return new TagCondition(
            tag,
            how,
            request?.Negated ?? false,
            how == TagOperator.Exists ? null : Value(validation, $"{field}.value", request?.Value, how),
            null
        );
    }

    private static string Tag(Validation validation, string field, string? text)
    {
        var token = text?.Trim() ?? "";
        if (TokenTemplate.Parse(token.StartsWith('[') ? token : $"[{token}]").Tokens is [{ Text.Length: <= 200 } only])
            return $"{only.Type}:{only.Name}";
        validation.Add(field, "A tag, as InboundNumber:State or User:zipcode.");
        return "";
    }

    private static string Value(Validation validation, string field, string? text, TagOperator how)
    {
        var value = validation.Text(field, text, LongestValue);
        if (value.Length == 0)
            validation.Add(field, "A value is needed. For “is there or not” use exists.");
        else if (how is TagOperator.GreaterThan or TagOperator.LessThan && !TagCondition.TryReadNumber(value, out _))
            validation.Add(field, "Greater than and less than compare numbers, as 65 or 12.5.");
        return value;
    }

    private static IReadOnlyList<string> Values(Validation validation, string field, IReadOnlyList<string?>? given)
    {
        string[] values =
        [
            .. (given ?? []).Select(v => v?.Trim() ?? "").Where(v => v.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        if (values.Length == 0)
            validation.Add(field, "At least one value is needed.");
        if (values.Length > MostValues)
            validation.Add(field, $"At most {MostValues} values.");
        foreach (var value in values)
        {
            if (validation.Text(field, value, LongestValue).Length > LongestValue)
                break;
        }

        return values;
    }
}

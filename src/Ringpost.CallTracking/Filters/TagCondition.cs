using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Ringpost.CallTracking.Filters;

/// <summary>
/// One comparison of a tag's value. The negated form holds exactly where the plain one does not, so that an absent tag “does not equal”
/// anything (ringba.md 8.5).
/// </summary>
/// <param name="Tag"><c>Type:Name</c>, or <c>Call:Name</c>.</param>
/// <param name="Value">Of the operators that compare with one value.</param>
/// <param name="Values">Of <see cref="TagOperator.EqualsAny"/>.</param>
public sealed record TagCondition(
    string Tag,
    TagOperator Operator,
    bool Negated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Values
)
{
    private string? _key;
    private FrozenSet<string>? _set;
    private decimal? _number;

    /// <summary>What values are found by: lower case <c>type:name</c>.</summary>
    internal string Key => _key ??= Tag.ToLowerInvariant();

    /// <param name="value">The tag's value; an empty one is as good as none.</param>
    public bool Holds(string? value) => Compare(value?.Trim()) != Negated;

    private bool Compare(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return false;
        return Operator switch
        {
            TagOperator.BeginsWith => value.StartsWith(Value!, StringComparison.OrdinalIgnoreCase),
            TagOperator.Contains => value.Contains(Value!, StringComparison.OrdinalIgnoreCase),
            TagOperator.Equals => value.Equals(Value, StringComparison.OrdinalIgnoreCase),
            TagOperator.EqualsAny => (_set ??= Values!.ToFrozenSet(StringComparer.OrdinalIgnoreCase)).Contains(value),
            TagOperator.Exists => true,
            TagOperator.GreaterThan => TryReadNumber(value, out var number) && number > Number,
            TagOperator.LessThan => TryReadNumber(value, out var number) && number < Number,
        };
    }

    internal static bool TryReadNumber(string? text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private decimal Number => _number ??= TryReadNumber(Value, out var number) ? number : 0;
}

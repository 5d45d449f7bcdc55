using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>
/// A filter as one condition of SQL over calls <c>c</c>, and where legs are counted over their leg <c>g</c>. Every value is a parameter; no
/// condition is ever NULL, so that its negation holds exactly where it does not.
/// </summary>
internal sealed class ColumnFilterSql
{
    public static readonly ColumnFilterSql None = new(Dialect.Sqlite, false);

    private readonly Dialect _dialect;
    private readonly bool _ofLegs;
    private readonly Dictionary<string, object> _parameters = [];

    private IReadOnlyDictionary<string, IReadOnlyList<string>> _found = new Dictionary<string, IReadOnlyList<string>>();

    private ColumnFilterSql(Dialect dialect, bool ofLegs) => (_dialect, _ofLegs) = (dialect, ofLegs);

    /// <summary>Empty without a rule; else begins with <c>AND</c>.</summary>
    public string And { get; private set; } = "";

    /// <param name="found">The keys that the range's calls have, by the SQL of each source with <see cref="ColumnSource.ValueOf"/>.</param>
    public static ColumnFilterSql Of(
        ColumnFilter filter,
        CallConfiguration configuration,
        TimeRange range,
        Dialect dialect,
        bool ofLegs,
        IReadOnlyDictionary<string, IReadOnlyList<string>> found
    )
    {
        var sql = new ColumnFilterSql(dialect, ofLegs) { _found = found };
        foreach (var rule in filter.Rules)
            sql.And +=
                " AND ("
                + string.Join(" OR ", rule.AnyOf.Select(c => $"{(c.Negated ? "NOT " : "")}({sql.Condition(c, configuration, range)})"))
                + ")";
        return sql;
    }

    public void AddTo(DynamicParameters parameters)
    {
        foreach (var (name, value) in _parameters)
            parameters.Add(name, value);
    }

    private string Condition(ColumnCondition condition, CallConfiguration configuration, TimeRange range)
    {
        var (column, comparison, value) = (condition.Column, condition.Comparison, condition.Value);
        var source = column.Source;
        var expression = _ofLegs && source.OfLeg is { } ofLeg ? ofLeg : source.Sql;
        if (source.TagKey is { } key)
            return StoredTag(key, comparison, value);
        if (source.OfAnyLeg is { } ofAnyLeg)
            return $"EXISTS (SELECT 1 FROM call_legs d WHERE d.call_id = c.id AND {Text($"COALESCE({ofAnyLeg}, '')", comparison, value)})";
        if (source.Values is { } values)
            return OneOf(expression, comparison, value, values(configuration, range));
        if (source.ValueOf is { } valueOf)
            return OneOf(expression, comparison, value, _found[source.Sql].Select(found => (found, valueOf(configuration, found))));
        return column.Kind switch
        {
            ColumnKind.YesNo => value.Equals("yes", StringComparison.OrdinalIgnoreCase) ? expression : $"NOT ({expression})",
            ColumnKind.Text => Text($"COALESCE({expression}, '')", comparison, value),
            ColumnKind.Phone => Text(expression, comparison, value.Length == 0 ? "" : ColumnValue.Phone(comparison, value)),
            ColumnKind.Seconds => Number(expression, comparison, value.Length == 0 ? null : ColumnValue.Seconds(value)),
            ColumnKind.Money => Number(expression, comparison, value.Length == 0 ? null : ColumnValue.Millionths(value)),
        };
    }

    /// <summary>The keys whose meaning fits; a call without a key, and one whose key means nothing, has an empty value.</summary>
    private string OneOf(string expression, ColumnComparison comparison, string asked, IEnumerable<(string Key, string? Value)> values)
    {
        var all = values.ToList();
        var fitsNone = ColumnValue.Holds(comparison, "", asked);
        // Where an empty value fits, what is left is named, so that keys without a meaning are among what fits.
        string[] keys = [.. all.Where(v => ColumnValue.Holds(comparison, v.Value, asked) != fitsNone).Select(v => v.Key)];
        var list =
            _dialect == Dialect.Sqlite ? $"IN (SELECT value FROM json_each({Add(JsonSerializer.Serialize(keys))}))" : $"= ANY({Add(keys)})";
        return $"{(fitsNone ? "NOT " : "")}(COALESCE({expression}, '') {list})";
    }

    private string StoredTag(string key, ColumnComparison comparison, string value)
    {
        const string Tags = "EXISTS (SELECT 1 FROM call_tags t WHERE t.call_id = c.id AND lower(t.type || ':' || t.name) = ";
        var named = Add(key);
        return value.Length == 0
            ? $"NOT {Tags}{named} AND t.value <> '')"
            : $"{Tags}{named} AND "
                + (
                    comparison is ColumnComparison.GreaterThan or ColumnComparison.LessThan
                        ? TagNumber(comparison, value)
                        : Text("t.value", comparison, value)
                )
                + ")";
    }

    private string TagNumber(ColumnComparison comparison, string value)
    {
        ColumnValue.TryReadNumber(value, out var number);
        const string Unsigned = "ltrim(substr(t.value, 1, 1), '+-') || substr(t.value, 2)";
        var isNumber =
            _dialect == Dialect.Sqlite
                ? $"{Unsigned} GLOB '*[0-9]*' AND {Unsigned} NOT GLOB '*[^0-9.]*' AND {Unsigned} NOT GLOB '*.*.*'"
                : @"t.value ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'";
        return $"CASE WHEN length(t.value) <= {ColumnValue.LongestNumber} AND {isNumber} THEN CAST(t.value AS double precision) {Sign(comparison)} {Add(number)} "
            + (_dialect == Dialect.Sqlite ? "ELSE 0 END" : "ELSE false END");
    }

    private string Text(string expression, ColumnComparison comparison, string value)
    {
        var folded = _dialect == Dialect.Sqlite ? $"lower({expression})" : $"lower(({expression}) COLLATE \"C\")";
        var place = _dialect == Dialect.Sqlite ? "instr" : "strpos";
        var wanted = Add(ColumnValue.Fold(value));
        return comparison switch
        {
            ColumnComparison.Equals => $"{folded} = {wanted}",
            ColumnComparison.Contains => $"{place}({folded}, {wanted}) > 0",
            ColumnComparison.BeginsWith => $"{place}({folded}, {wanted}) = 1",
            ColumnComparison.GreaterThan or ColumnComparison.LessThan => throw new InvalidOperationException(
                "Texts are not greater or less."
            ),
        };
    }

    private string Number(string expression, ColumnComparison comparison, long? value) =>
        value is { } number
            ? $"({expression}) IS NOT NULL AND ({expression}) {(comparison == ColumnComparison.Equals ? "=" : Sign(comparison))} {Add(number)}"
            : $"({expression}) IS NULL";

    private static string Sign(ColumnComparison comparison) => comparison == ColumnComparison.GreaterThan ? ">" : "<";

    private string Add(object value)
    {
        var name = $"f{_parameters.Count}";
        _parameters[name] = value;
        return "@" + name;
    }
}

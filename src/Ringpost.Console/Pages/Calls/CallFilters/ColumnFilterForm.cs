using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Configuration;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls.CallFilters;

/// <summary>What a person types of one condition. An operator and its negated form are two choices of one select.</summary>
internal sealed class ColumnFilterForm(Actor actor)
{
    private const string Not = "NOT_";

    /// <summary>The choice that stands for any tag.</summary>
    public const string AnyTag = "tag";

    public string? Column { get; set; } = CallColumns.SeenBy(actor).First().Id;
    public string? Tag { get; set; }
    public string? Comparison { get; set; } = ColumnFilterCheck.Word(ColumnComparison.Equals);
    public string? Value { get; set; }
    public bool Or { get; set; }

    public static IReadOnlyList<Choice<string>> Columns(Actor actor) =>
        [new(AnyTag, T["Tag…"]), .. CallColumns.SeenBy(actor).Select(c => new Choice<string>(c.Id, T.Known(c.Title)))];

    public CallColumn? Found => CallColumns.Find(Column == AnyTag ? TagId : Column, actor);

    /// <summary>The comparisons that the column has.</summary>
    public IReadOnlyList<Choice<string>> Comparisons =>
        [.. Enum.GetValues<ColumnComparison>().Where(Fits).SelectMany(c => (Choice<string>[])[Comparing(c, false), Comparing(c, true)])];

    /// <summary>What the value field offers.</summary>
    public IReadOnlyList<string>? Suggestions(CallConfiguration? configuration) =>
        Found?.Words
        ?? (
            configuration is null
                ? null
                : Column switch
                {
                    "campaignName" => Names(configuration.Campaigns.Values.Select(c => c.Name)),
                    "publisherName" => Names(configuration.Publishers.Values.Select(p => p.Name)),
                    "targetName" => Names(configuration.Targets.Values.Select(t => t.Name)),
                    "buyer" => Names(configuration.Buyers.Values.Select(b => b.Name)),
                    _ => null,
                }
        );

    public ColumnCondition Read(Validation validation)
    {
        var negated = Comparison?.StartsWith(Not, StringComparison.Ordinal) ?? false;
        return ColumnFilterCheck.Condition(
            validation,
            "",
            actor,
            Column == AnyTag ? TagId : Column,
            negated ? Comparison![Not.Length..] : Comparison,
            Value,
            negated
        );
    }

    private string TagId =>
        Tag?.Trim() is { Length: > 0 } tag && !tag.StartsWith("tag:", StringComparison.OrdinalIgnoreCase) ? $"tag:{tag}" : Tag ?? "";

    private static Choice<string> Comparing(ColumnComparison comparison, bool negated) =>
        new((negated ? Not : "") + ColumnFilterCheck.Word(comparison), ColumnFilterSentences.Words(comparison, negated));

    private bool Fits(ColumnComparison comparison) =>
        (Column == AnyTag, Found?.Kind) switch
        {
            (true, _) => true,
            (_, ColumnKind.YesNo) => comparison == ColumnComparison.Equals,
            (_, ColumnKind.Seconds or ColumnKind.Money) => comparison is not (ColumnComparison.Contains or ColumnComparison.BeginsWith),
            _ => comparison is not (ColumnComparison.GreaterThan or ColumnComparison.LessThan),
        };

    private static List<string> Names(IEnumerable<string> names) =>
        [.. names.Where(n => n.Length > 0).Distinct().Order(StringComparer.OrdinalIgnoreCase).Take(500)];
}

using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallTables;

/// <summary>Which columns somebody chose of those that they may see, and the order of the calls.</summary>
/// <param name="SortBy">Null: by time.</param>
internal sealed record DetailColumnChoice(IReadOnlyList<DetailColumn> Columns, TagColumns Tags, CallColumn? SortBy, bool SmallestFirst)
{
    private const int Most = 100;

    public CallFactKinds Facts => Columns.Aggregate(CallFactKinds.None, (all, column) => all | column.Facts);

    /// <summary>A column that the actor may not see is as unknown as one that does not exist.</summary>
    public static DetailColumnChoice Read(Validation validation, Actor actor, string? columns, string? tags, string? sort)
    {
        var chosen = new List<DetailColumn>();
        var named = string.IsNullOrWhiteSpace(columns)
            ? Split(DetailColumns.Default).Where(id => Find(actor, id) is not null)
            : Split(columns);
        foreach (var part in named.Concat(Split(tags)))
        {
            if (Find(actor, part) is not { } column)
                validation.Add(
                    Split(tags).Contains(part) ? "tags" : "columns",
                    SeenColumns.Refusal(actor, part) is { } refusal ? refusal
                        : part.StartsWith("tag:", StringComparison.OrdinalIgnoreCase)
                            ? Phrase.Of($"“{part}” is not a tag, as tag:User:zip.")
                        : Phrase.Of($"“{part}” is no column of calls.")
                );
            else if (!chosen.Exists(c => c.Id.Equals(column.Id, StringComparison.OrdinalIgnoreCase)))
                chosen.Add(column);
        }

        if (chosen.Count > Most)
            validation.Add("columns", $"At most {Most} columns.");
        var (sortBy, smallestFirst) = ReadSort(validation, actor, sort);
        return new DetailColumnChoice(
            chosen,
            TagColumns.Read(validation, string.Join(',', chosen.Where(c => c.IsTag).Select(c => c.Id)), actor, "columns"),
            sortBy,
            smallestFirst
        );
    }

    /// <summary>A column by its name; null where there is none for the actor.</summary>
    public static DetailColumn? Find(Actor actor, string id)
    {
        if (!id.StartsWith("tag:", StringComparison.OrdinalIgnoreCase))
            return DetailColumns.SeenBy(actor).FirstOrDefault(c => c.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        var validation = new Validation();
        var tags = TagColumns.Read(validation, id, actor);
        if (validation.HasErrors || tags.Titles is not [{ } title] || SeenColumns.Refusal(actor, title) is not null)
            return null;
        return new DetailColumn(title, title, DetailColumnType.Keyword, "Tags")
        {
            IsTag = true,
            Value = cells => cells.Tags?.GetValueOrDefault(title) is { Length: > 0 } value ? value : null,
        };
    }

    /// <summary>A column, smallest or oldest first, or behind a minus largest first; without a word newest first.</summary>
    private static (CallColumn? By, bool SmallestFirst) ReadSort(Validation validation, Actor actor, string? sort)
    {
        if (string.IsNullOrWhiteSpace(sort))
            return (null, false);
        var id = sort.Trim().TrimStart('-');
        var smallestFirst = !sort.TrimStart().StartsWith('-');
        if (Find(actor, id) is not { SupportsSorting: true } column)
        {
            validation.Add("sort", SeenColumns.Refusal(actor, id) ?? Phrase.Of($"Calls can't be put in the order of “{id}”."));
            return (null, smallestFirst);
        }

        return (column.Id == DetailColumn.ByTime ? null : CallColumns.Find(column.Id), smallestFirst);
    }

    private static string[] Split(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

using System.Globalization;
using System.Text.Json;
using Ringpost.Api;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallLists;

/// <summary>
/// A list's order by a column that no index holds: what the database computes for each call of the range and sorts by. So the range is bounded
/// (<see cref="CallCriteria.IsLong"/>, and in number). No value stands before all values; texts stand by their letters whatever the case.
/// </summary>
/// <param name="Sql">Over the call <c>c</c>; never NULL. With <paramref name="Names"/>, a text over the parameter <c>sortNames</c>.</param>
/// <param name="Names">JSON: what the column's keys mean.</param>
internal sealed record CallSort(string Sql, bool IsText, bool SmallestFirst, string? Names)
{
    private const string NoNumber = "-4611686018427387904";

    /// <summary>Not by what may hold anybody's number: the order would tell it. Not by tags, of which a call may have several.</summary>
    public static bool Can(CallColumn column) =>
        column.Source is { MayHoldNumbers: false, OfAnyLeg: null, NeedsDays: false } && !column.IsTag;

    public static CallSort Of(CallColumn column, bool smallestFirst, CallConfiguration configuration, TimeRange range, Dialect dialect)
    {
        var source = column.Source;
        if (source.Values is { } values)
        {
            var names = values(configuration, range).ToDictionary(v => v.Key, v => ColumnValue.Fold(v.Value ?? ""));
            var name =
                dialect == Dialect.Sqlite
                    ? $"json_extract(@sortNames, '$.\"' || {source.Sql} || '\"')"
                    : $"(CAST(@sortNames AS jsonb) ->> {source.Sql}) COLLATE \"C\"";
            return new CallSort($"COALESCE({name}, '')", true, smallestFirst, JsonSerializer.Serialize(names));
        }

        return column.Kind switch
        {
            ColumnKind.YesNo => new CallSort($"CASE WHEN {source.Sql} THEN 1 ELSE 0 END", false, smallestFirst, null),
            ColumnKind.Seconds or ColumnKind.Money => new CallSort($"COALESCE({source.Sql}, {NoNumber})", false, smallestFirst, null),
            ColumnKind.Text or ColumnKind.Phone => new CallSort(
                dialect == Dialect.Sqlite ? $"lower(COALESCE({source.Sql}, ''))" : $"lower(COALESCE({source.Sql}, '') COLLATE \"C\")",
                true,
                smallestFirst,
                null
            ),
        };
    }

    /// <summary>A row's key as the database compares it.</summary>
    public object Value(string key) => IsText ? key : long.Parse(key, CultureInfo.InvariantCulture);

    /// <summary>The place behind a full page.</summary>
    public static string? Next(IReadOnlyList<CallRow> rows, PageRequest page) =>
        rows.Count == page.BoundedLimit
            ? Cursor.Encode(JsonSerializer.Serialize(new Place(rows[^1].ArrivedAt.UnixMilliseconds, rows[^1].Id.Value, rows[^1].SortKey!)))
            : null;

    public bool TryReadPlace(string? cursor, out (Instant At, string Id, string Key)? place)
    {
        place = null;
        if (!Cursor.TryDecode(cursor, out var text))
            return false;
        if (text is null)
            return true;
        try
        {
            if (JsonSerializer.Deserialize<Place>(text) is not { Id: not null, Key: { } key } read)
                return false;
            place = (new Instant(read.At), read.Id, key);
            return IsText || long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Place(long At, string Id, string Key);
}

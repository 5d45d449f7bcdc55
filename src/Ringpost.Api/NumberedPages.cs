using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>Lists that run by a number, newest first: the cursor is the number of the last row that was sent.</summary>
public static class NumberedPages
{
    public static readonly Invalid BadCursor = new("cursor", "This cursor is not one of ours.");

    /// <summary>The number that the page lies before; the largest for the first page.</summary>
    public static bool TryReadBefore(this PageRequest page, out long before) => TryRead(page, long.MaxValue, out before);

    /// <summary>For lists that run oldest first: the number that the page lies after; 0 for the first page.</summary>
    public static bool TryReadAfter(this PageRequest page, out long after) => TryRead(page, 0, out after);

    public static Page<T> ToPage<T>(this IReadOnlyList<T> rows, PageRequest page, Func<T, long> number) =>
        new(rows, rows.Count == page.BoundedLimit ? Cursor.Encode(number(rows[^1]).ToString(CultureInfo.InvariantCulture)) : null);

    private static bool TryRead(PageRequest page, long first, out long number)
    {
        number = first;
        return Cursor.TryDecode(page.Cursor, out var key)
            && (key is null || long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out number));
    }
}

using System.Globalization;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>Where the walk through both books stands: behind the record of that time and id.</summary>
internal sealed record OwnPlace(OwnPart Part, Instant At, string Id)
{
    public static readonly OwnPlace Start = new(OwnPart.Calls, new Instant(long.MinValue), "");

    public static readonly OwnPlace Conversions = new(OwnPart.Conversions, new Instant(long.MinValue), "");

    /// <summary>Null where the text is no cursor of ours.</summary>
    public static OwnPlace? Read(string? cursor)
    {
        if (!Cursor.TryDecode(cursor, out var key))
            return null;
        if (key is null)
            return Start;
        var parts = key.Split(':', 3);
        if (
            parts.Length != 3
            || parts[0] is not ("c" or "b")
            || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
        )
            return null;
        if (parts[0] == "c")
            return new OwnPlace(OwnPart.Calls, new Instant(at), parts[2]);
        return parts[2].Length == 0 || long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new OwnPlace(OwnPart.Conversions, new Instant(at), parts[2])
            : null;
    }

    public string ToCursor() =>
        Cursor.Encode(string.Create(CultureInfo.InvariantCulture, $"{(Part == OwnPart.Calls ? "c" : "b")}:{At.UnixMilliseconds}:{Id}"));
}

using System.Globalization;

namespace Ringpost.Delivery.Outbox;

/// <summary>HTTP statuses as people write them, separated by commas: <c>200</c>, <c>200-204</c>, <c>2xx</c>. 100 to 599.</summary>
public static class StatusList
{
    public const int MostParts = 20;

    /// <summary>Null where a part can't be read; else the same in one spelling, as <c>200-299, 409</c>.</summary>
    public static string? Read(string text)
    {
        var parts = new List<string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryReadPart(part, out var from, out var to) || parts.Count == MostParts)
                return null;
            parts.Add(from == to ? $"{from}" : $"{from}-{to}");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts.Distinct(StringComparer.Ordinal));
    }

    public static bool Contains(string list, int status)
    {
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries))
            if (TryReadPart(part, out var from, out var to) && status >= from && status <= to)
                return true;
        return false;
    }

    private static bool TryReadPart(string part, out int from, out int to)
    {
        if (part.Length == 3 && part.EndsWith("xx", StringComparison.OrdinalIgnoreCase) && part[0] is >= '1' and <= '5')
        {
            from = (part[0] - '0') * 100;
            to = from + 99;
            return true;
        }

        var dash = part.IndexOf('-', StringComparison.Ordinal);
        to = 0;
        if (!TryReadStatus(dash < 0 ? part : part[..dash], out from))
            return false;
        to = from;
        return dash < 0 || (TryReadStatus(part[(dash + 1)..], out to) && to >= from);
    }

    private static bool TryReadStatus(string text, out int status) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599;
}

namespace Ringpost.Delivery.Log;

/// <summary>
/// A URL with its host and the names of its parameters, without path and values: a token may stand in any of them, and what it was filled with
/// may be an amount or a buyer.
/// </summary>
public static class MaskValues
{
    public const string Hidden = "•••";

    /// <summary>In place of a receiver's words, or of the rule that stopped it.</summary>
    public const string HiddenNote = "Not shown: this needs the right to see revenue and buyers.";

    public static string In(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var read))
            return url.Length == 0 ? "" : Hidden;
        var path = read.AbsolutePath is "/" or "/p.ashx" or "/m.ashx" ? read.AbsolutePath : $"/{Hidden}";
        return $"{read.Scheme}://{read.Authority}{path}{(read.Query.Length > 1 ? "?" + InQuery(read.Query[1..], _ => false) : "")}";
    }

    /// <param name="isOpen">Parameters whose values are shown.</param>
    public static string InQuery(string query, Func<string, bool> isOpen) =>
        string.Join(
            '&',
            query
                .Split('&')
                .Select(pair =>
                    pair.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0
                        ? isOpen(pair[..equals])
                            ? pair
                            : $"{pair[..equals]}={Hidden}"
                        : Hidden
                )
        );
}

namespace Ringpost.CallTracking.Configuration;

/// <summary>A part of a name as a LIKE pattern; what a person types is never a wildcard.</summary>
internal static class NameSearch
{
    /// <summary>Stands behind every LIKE that takes a pattern from here.</summary>
    public const string Escape = "ESCAPE '~'";

    public static string? Pattern(string? search) =>
        string.IsNullOrWhiteSpace(search)
            ? null
            : $"%{search.Trim().ToLowerInvariant().Replace("~", "~~", StringComparison.Ordinal)
            .Replace("%", "~%", StringComparison.Ordinal).Replace("_", "~_", StringComparison.Ordinal)}%";
}

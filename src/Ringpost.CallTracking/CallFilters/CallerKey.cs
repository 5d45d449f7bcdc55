namespace Ringpost.CallTracking.CallFilters;

/// <summary>What of a caller's number tells its place. The area code and the exchange tell all of a North American number; others are taken whole.</summary>
internal static class CallerKey
{
    public const string Sql = "CASE WHEN c.caller LIKE '+1%' AND length(c.caller) = 12 THEN substr(c.caller, 1, 8) ELSE c.caller END";

    /// <summary>A number of the key.</summary>
    public static string Sample(string key) => key.Length == 8 && key.StartsWith("+1", StringComparison.Ordinal) ? key + "0100" : key;
}

namespace Ringpost.CallTracking.CallLists;

/// <summary>
/// Which of a call's legs that is what a call has once stands on, as a condition over the leg <c>g</c> (ringba.md 10.2). Where a
/// <see cref="CallScope"/> stands before the statement, only its legs compete, unless the tables themselves are named.
/// </summary>
internal static class LegOfCall
{
    /// <summary>The one that talked last, else the last.</summary>
    public const string Talked =
        "NOT EXISTS (SELECT 1 FROM call_legs o WHERE o.call_id = g.call_id AND (o.connected, o.leg) > (g.connected, g.leg))";

    /// <summary>The one that earned last, else the one that talked.</summary>
    /// <param name="tables">What stands before the table's name, to mean the table and not the scope's part of it.</param>
    public static string Earned(string tables = "") =>
        $"NOT EXISTS (SELECT 1 FROM {tables}call_legs o WHERE o.call_id = g.call_id "
        + "AND (o.converted, o.connected, o.leg) > (g.converted, g.connected, g.leg))";
}

using System.Data.Common;
using Dapper;

namespace Ringpost.CallTracking.Search;

/// <summary>
/// Finds calls by what has an index, whoever asks: the ids are then read through the actor's scope. Asked together, a database may think that
/// going through all calls of the scope in their order finds a few sooner.
/// </summary>
internal static class SearchCallsSql
{
    internal const string ById = "SELECT id FROM calls WHERE id >= @prefix AND id < @beyond ORDER BY id DESC LIMIT @most";

    // The index begins with the account: of the few accounts each is stepped to, then asked for the id.
    internal const string ByCarrierId =
        "WITH RECURSIVE accounts (id) AS (SELECT MIN(carrier_id) FROM calls "
        + "UNION ALL SELECT (SELECT MIN(c.carrier_id) FROM calls c WHERE c.carrier_id > a.id) FROM accounts a WHERE a.id IS NOT NULL) "
        + "SELECT c.id FROM accounts a CROSS JOIN calls c WHERE c.carrier_id = a.id AND c.carrier_call_id = @foreignId LIMIT @most";

    // The sum keeps the index over times out of it: only the caller's own calls are sorted.
    internal const string ByCaller = "SELECT id FROM calls WHERE caller = @caller ORDER BY arrived_at + 0 DESC LIMIT @most";

    internal const string Callers =
        "SELECT DISTINCT caller FROM calls WHERE caller >= @prefix AND caller < @beyond ORDER BY caller LIMIT @most";

    /// <summary>The newest calls whose id begins so; all of them are hex digits in lower case.</summary>
    public static async Task<IReadOnlyList<string>> ByIdAsync(DbConnection connection, string prefix, int most) =>
        (
            await connection.QueryAsync<string>(
                ById,
                new
                {
                    prefix,
                    // No hex digit sorts behind it.
                    beyond = prefix + "g",
                    most,
                }
            )
        ).AsList();

    /// <summary>The calls that some carrier calls so.</summary>
    public static async Task<IReadOnlyList<string>> ByCarrierIdAsync(DbConnection connection, string foreignId, int most) =>
        (await connection.QueryAsync<string>(ByCarrierId, new { foreignId, most })).AsList();

    /// <summary>The newest calls of the caller.</summary>
    public static async Task<IReadOnlyList<string>> ByCallerAsync(DbConnection connection, string caller, int most) =>
        (await connection.QueryAsync<string>(ByCaller, new { caller, most })).AsList();

    /// <summary>Callers whose numbers begin so, in order of their numbers.</summary>
    public static async Task<IReadOnlyList<string>> CallersAsync(DbConnection connection, string prefix, int most) =>
        (
            await connection.QueryAsync<string>(
                Callers,
                new
                {
                    prefix,
                    beyond = Beyond(prefix),
                    most,
                }
            )
        ).AsList();

    /// <summary>The first number that no longer begins so: <c>+1202</c> ends before <c>+1203</c>, <c>+1299</c> before <c>+13</c>.</summary>
    internal static string Beyond(string prefix)
    {
        var kept = prefix.TrimEnd('9');
        return kept.Length <= 1 ? prefix + "a" : kept[..^1] + (char)(kept[^1] + 1);
    }
}

using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;

namespace Ringpost.CallTracking.Adjustments;

internal static class DisputesSql
{
    /// <summary>The buyer whose leg earned; null where none did.</summary>
    public static async Task<BuyerId?> EarnedByAsync(DbConnection connection, CallId id) =>
        await connection.ExecuteScalarAsync<string?>(
            $"SELECT g.buyer_id FROM call_legs g WHERE g.call_id = @id AND g.buyer_id IS NOT NULL AND {LegOfCall.Earned()} LIMIT 1",
            new { id }
        )
            is { } buyer
            ? new BuyerId(buyer)
            : null;
}

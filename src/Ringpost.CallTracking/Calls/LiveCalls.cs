using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Counts calls that still run.</summary>
public static class LiveCalls
{
    // Much longer than any call may last: older ones need not be looked through.
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    // By carrier in code: asked for one carrier, the database would go through all of its calls.
    public static async Task<long> OfCarrierAsync(WriteUnit unit, string carrierId) =>
        (
            await unit.Connection.QueryAsync<(string Carrier, long Live)>(
                "SELECT carrier_id, count(*) FROM calls WHERE arrived_at >= @since AND live = 1 GROUP BY carrier_id",
                new { since = unit.Now - Oldest }
            )
        )
            .SingleOrDefault(c => c.Carrier == carrierId)
            .Live;
}

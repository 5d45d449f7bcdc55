using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>How many requests wait for a decision.</summary>
public sealed class CountAdjustmentRequests(Database database)
{
    public async Task<Result<long>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(AdjustmentRequestsSql.CountPendingAsync, cancellation);
    }
}

using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Calls;

/// <summary>Leads from the carrier's calls to ours and back.</summary>
public sealed class FindCarrierCalls(Database database)
{
    public Task<IReadOnlyList<KnownCall>> RunAsync(
        string carrierId,
        IReadOnlyList<string> carrierCallIds,
        CancellationToken cancellation = default
    ) => database.ReadAsync(c => CallCostSql.FindAsync(c, database.Pick, carrierId, carrierCallIds), cancellation);

    /// <summary>The carrier's account and its id of a call of ours.</summary>
    public async Task<Result<Place>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return
            await database.ReadAsync(
                c =>
                    c.QuerySingleOrDefaultAsync<Place>(
                        "SELECT carrier_id AS CarrierId, carrier_call_id AS CarrierCallId, live AS Live, arrived_at AS At FROM calls WHERE id = @id",
                        new { id }
                    ),
                cancellation
            )
                is { } found
            ? found
            : new Missing($"Call {id}");
    }

    public sealed record Place(string CarrierId, string CarrierCallId, bool Live, Instant At);
}

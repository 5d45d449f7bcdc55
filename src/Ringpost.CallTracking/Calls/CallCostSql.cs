using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>The columns of <c>calls</c> that only a carrier's record fills, written beside the call and not with it.</summary>
internal static class CallCostSql
{
    public static Task SetAsync(WriteUnit unit, CallId id, Money cost) =>
        unit.Connection.ExecuteAsync(
            "UPDATE calls SET cost = @Millionths, cost_currency = @currency WHERE id = @id",
            new
            {
                id,
                cost.Millionths,
                currency = cost.Currency.Code,
            }
        );

    public static Task MarkRecoveredAsync(WriteUnit unit, CallId id) =>
        unit.Connection.ExecuteAsync("UPDATE calls SET recovered = 1 WHERE id = @id", new { id });

    /// <summary>What is known of the carrier's calls with these ids.</summary>
    public static async Task<IReadOnlyList<KnownCall>> FindAsync(
        DbConnection connection,
        Func<string, string, string> pick,
        string carrierId,
        IReadOnlyList<string> carrierCallIds
    ) =>
        (
            await connection.QueryAsync<KnownCall>(
                "SELECT id AS Id, carrier_call_id AS CarrierCallId, state AS State, cost AS Cost FROM calls WHERE carrier_id = @carrierId AND carrier_call_id "
                    + pick("IN @ids", "= ANY(@ids)"),
                new { carrierId, ids = carrierCallIds.ToArray() }
            )
        ).AsList();
}

/// <summary>A call of a carrier that is here.</summary>
/// <param name="State">A word of <see cref="CallState"/>.</param>
public sealed record KnownCall(CallId Id, string CarrierCallId, string State, long? Cost)
{
    /// <summary>Whether the carrier's record has something to add: its end is not known, or its cost is not.</summary>
    public bool Wants => Cost is null || IsOpen;

    public bool IsOpen => State is not (nameof(CallState.Ended) or nameof(CallState.Blocked));
}

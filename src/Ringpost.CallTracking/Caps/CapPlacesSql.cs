using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>A place that a live call holds in its owner's strict caps.</summary>
/// <param name="At">The moment whose periods it counts in.</param>
/// <param name="Calls">0 once its place is counted.</param>
internal sealed record CapPlace(string Owner, Instant At, long Calls, long Amount, string Currency)
{
    /// <summary>What it takes of a cap's period.</summary>
    public long In(CapMeasure measure, string currency, TimeRange range) =>
        At < range.From || At >= range.To ? 0
        : measure == CapMeasure.Calls ? Calls
        : Currency == currency ? Amount
        : 0;

    public static string NameOf(string owner, long leg) => $"{owner}#{leg}";
}

/// <summary>Held places lie beside the concurrency slots: one delete gives back all that a call has.</summary>
internal static class CapPlacesSql
{
    public static async Task<ILookup<string, CapPlace>> ReadAsync(
        DbConnection connection,
        IReadOnlyCollection<string> owners,
        string isIn
    ) =>
        (
            await connection.QueryAsync<Row>(
                "SELECT owner AS Owner, held_at AS At, held_calls AS Calls, held_amount AS Amount, held_currency AS Currency "
                    + $"FROM call_slots WHERE owner {isIn}",
                new { owners = owners.ToArray() }
            )
        ).ToLookup(r => r.Owner, r => new CapPlace(r.Owner, r.At, r.Calls, r.Amount, r.Currency));

    private sealed record Row(string Owner, Instant At, long Calls, long Amount, string Currency);

    /// <param name="leg">0 is the call itself.</param>
    public static Task InsertAsync(WriteUnit unit, CallId callId, long leg, CapPlace place) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO call_slots (cap, call_id, taken_at, owner, held_at, held_calls, held_amount, held_currency) "
                + "VALUES (@cap, @callId, @now, @Owner, @At, @Calls, @Amount, @Currency) ON CONFLICT (cap, call_id) DO NOTHING",
            new
            {
                cap = CapPlace.NameOf(place.Owner, leg),
                callId,
                now = unit.Now,
                place.Owner,
                place.At,
                place.Calls,
                place.Amount,
                place.Currency,
            }
        );

    /// <summary>The place is counted now; the money that the leg may come to stays held until it is.</summary>
    public static Task CountedAsync(WriteUnit unit, CallId callId, string owner, long leg) =>
        unit.Connection.ExecuteAsync(
            "UPDATE call_slots SET held_calls = 0 WHERE call_id = @callId AND cap = @cap",
            new { callId, cap = CapPlace.NameOf(owner, leg) }
        );
}

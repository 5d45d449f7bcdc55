using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// Lets a leg, or a call of a publisher, in under all caps or under none. The call's own write asks: it locks the counters, and what it takes — a
/// concurrency slot, a place in a strict cap — is a row of the same transaction.
/// </summary>
internal static class CapGate
{
    /// <summary>Takes what the leg needs of its target and buyer. Null where it is in, else the cap that is full.</summary>
    public static async Task<CapRefusal?> TryTakeAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        CallRecord call,
        IReadOnlyList<CapOwner> owners,
        long leg,
        long most
    )
    {
        if (owners.Count == 0)
            return null;
        if (await RefuseAsync(unit, configuration, owners, call.Currency, unit.Now, most, call.Id) is { } refusal)
            return refusal;
        await TakeAsync(unit, call, owners, leg, unit.Now, most);
        return null;
    }

    /// <summary>Which cap lets no further call in; holds the counters, so that the answer stays true until the unit is over.</summary>
    public static async Task<CapRefusal?> RefuseAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        IReadOnlyList<CapOwner> owners,
        string currency,
        Instant at,
        long most,
        CallId? call = null
    )
    {
        foreach (var owner in owners)
            if (owner.Concurrency is { } limit && await CallSlotsSql.CountAsync(unit, owner.Id, call) >= limit)
                return new CapRefusal(owner, null);
        IReadOnlyList<CapOwner> counting = [.. owners.Where(o => !o.Caps.IsNone)];
        if (counting.Count == 0)
            return null;
        // First without a lock: what is full is left to those who give places back.
        return await FullAsync(unit, configuration, counting, currency, at, most, locked: false)
            ?? (
                unit.Dialect == Storage.Dialect.Postgres
                    ? await FullAsync(unit, configuration, counting, currency, at, most, locked: true)
                    : null
            );
    }

    /// <summary>Writes what was found free.</summary>
    public static async Task TakeAsync(WriteUnit unit, CallRecord call, IReadOnlyList<CapOwner> owners, long leg, Instant at, long most)
    {
        foreach (var owner in owners)
        {
            if (owner.Concurrency is not null)
                await CallSlotsSql.TakeAsync(unit, owner.Id, call.Id);
            if (PlaceOf(owner, at, most, call.Currency) is { } place)
                await CapPlacesSql.InsertAsync(unit, call.Id, leg, place);
        }
    }

    /// <summary>Null where no strict cap asks for one.</summary>
    private static CapPlace? PlaceOf(CapOwner owner, Instant at, long most, string currency)
    {
        var lines = owner.Caps.Lines().Where(l => l.Strict).ToList();
        var calls = lines.Exists(l => l.Measure == CapMeasure.Calls) ? 1 : 0;
        var amount = lines.Exists(l => l.Measure == CapMeasure.Money) ? most : 0;
        return calls == 0 && amount == 0 ? null : new CapPlace(owner.Id, at, calls, amount, currency);
    }

    private static async Task<CapRefusal?> FullAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        IReadOnlyList<CapOwner> owners,
        string currency,
        Instant at,
        long most,
        bool locked
    )
    {
        var stands = await CapStand.ReadAsync(unit, owners, configuration.Zone, at, currency, locked);
        if (stands.FirstOrDefault(s => !s.LetsIn(most)) is not { } full)
            return null;
        // Held places come back with each call that ends; what is used stays used until the period is over.
        if (full.Used >= full.Line.Limit)
            unit.AfterCommit(() => configuration.CapsSeen.Add(full, currency, unit.Now));
        return new CapRefusal(full.Owner, full.Line);
    }
}

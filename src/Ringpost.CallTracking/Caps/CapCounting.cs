using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// Counts what a unit of work changed of a call, in the periods in which its legs were dialled and it arrived. It remembers the call as it was
/// read; the difference is written once, with the call.
/// </summary>
internal sealed class CapCounting(CallRecord call)
{
    private readonly CapCount _callBefore = CapCount.Of(call);
    private readonly CapCount[] _legsBefore = [.. call.Legs.Select(CapCount.Of)];

    /// <summary>Before the call itself is written: a counter that is made here counts what was stored until now.</summary>
    public async Task WriteAsync(WriteUnit unit, CallConfiguration configuration)
    {
        if (call.Uncounted)
            return;
        Dictionary<CapKey, (CapStand Stand, long Change)>? changes = null;
        for (var i = 0; i < call.Legs.Count; i++)
        {
            var leg = call.Legs[i];
            var (before, after) = (i < _legsBefore.Length ? _legsBefore[i] : default, CapCount.Of(leg));
            if (before == after)
                continue;
            foreach (var owner in CapOwner.OfLeg(configuration, leg.TargetId, leg.BuyerId))
            {
                Add(ref changes, configuration, owner, leg.DialedAt, before, after);
                // A call that is over gave back what it held.
                if (owner.Caps.StrictCounts && call.IsLive && after.In(owner, CapMeasure.Calls) == 1)
                    await CapPlacesSql.CountedAsync(unit, call.Id, owner.Id, leg.Leg);
            }
        }

        if (CapCount.Of(call) is var now && now != _callBefore && CapOwner.OfCall(configuration, call.PublisherId) is { } publisher)
            Add(ref changes, configuration, publisher, call.ArrivedAt, _callBefore, now);
        foreach (
            var (key, (stand, change)) in (changes ?? [])
                .OrderBy(c => c.Key.Owner, StringComparer.Ordinal)
                .ThenBy(Place, StringComparer.Ordinal)
        )
            await AddAsync(unit, configuration, call.Currency, key, stand, change);
    }

    private void Add(
        ref Dictionary<CapKey, (CapStand, long)>? changes,
        CallConfiguration configuration,
        CapOwner owner,
        Instant at,
        CapCount before,
        CapCount after
    )
    {
        foreach (var stand in CapStand.Wanted([owner], configuration.Zone, at, call.Currency))
            if (after.In(owner, stand.Line.Measure) - before.In(owner, stand.Line.Measure) is var change and not 0)
                (changes ??= [])[stand.Key] = (stand, change + (changes.TryGetValue(stand.Key, out var other) ? other.Item2 : 0));
    }

    /// <summary>Writes a difference to its counter, which is made where its period goes on and nobody made it yet.</summary>
    public static async Task AddAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        string currency,
        CapKey key,
        CapStand stand,
        long change
    )
    {
        var used = await CapCountersSql.AddAsync(unit, key, change);
        if (used is null && stand.Range.To > unit.Now)
        {
            var stored = await CapUsageSql.CountAsync(unit.Connection, stand.Owner, stand.Line.Measure, currency, stand.Range);
            await CapCountersSql.MakeAsync(unit, key, stand.Range.To, stored);
            used = await CapCountersSql.AddAsync(unit, key, change);
        }

        if (used >= stand.Line.Limit)
            unit.AfterCommit(() => configuration.CapsSeen.Add(stand, currency, unit.Now));
        else if (change < 0)
            unit.AfterCommit(() => configuration.CapsSeen.Remove(stand.Owner, currency));
    }

    private static string Place(KeyValuePair<CapKey, (CapStand, long)> change) =>
        $"{change.Key.Period}/{change.Key.Measure}/{change.Key.Currency}/{change.Key.StartsAt}";
}

using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>How a cap stands in the period around a moment.</summary>
internal sealed record CapStand(CapOwner Owner, CapLine Line, CapKey Key, TimeRange Range, long Used, long Held)
{
    public bool LetsIn(long most) => Line.LetsIn(Used, Held, most);

    /// <summary>All caps of the owners, as they are in the database. A counter that is missing is made, from what is stored.</summary>
    public static async Task<IReadOnlyList<CapStand>> ReadAsync(
        WriteUnit unit,
        IReadOnlyList<CapOwner> owners,
        TimeZoneInfo zone,
        Instant at,
        string currency,
        bool locked
    )
    {
        var ids = owners.Select(o => o.Id).ToArray();
        var counters = locked ? await CapCountersSql.LockAsync(unit, ids, at) : await CapCountersSql.ReadAsync(unit, ids, at);
        var wanted = Wanted(owners, zone, at, currency).ToList();
        var made = false;
        foreach (var stand in wanted.Where(w => !counters.ContainsKey(w.Key)))
        {
            var used = await CapUsageSql.CountAsync(unit.Connection, stand.Owner, stand.Line.Measure, currency, stand.Range);
            await CapCountersSql.MakeAsync(unit, stand.Key, stand.Range.To, used);
            made = true;
        }

        if (made)
            counters = locked ? await CapCountersSql.LockAsync(unit, ids, at) : await CapCountersSql.ReadAsync(unit, ids, at);
        var places = wanted.Exists(w => w.Line.Strict)
            ? await CapPlacesSql.ReadAsync(unit.Connection, ids, unit.Pick("IN @owners", "= ANY(@owners)"))
            : Enumerable.Empty<CapPlace>().ToLookup(p => p.Owner);
        return [.. wanted.Select(w => w with { Used = counters[w.Key], Held = HeldIn(places, w, currency) })];
    }

    public static IEnumerable<CapStand> Wanted(IEnumerable<CapOwner> owners, TimeZoneInfo zone, Instant at, string currency)
    {
        foreach (var owner in owners)
        {
            var own = owner.Caps.Zone(zone);
            foreach (var line in owner.Caps.Lines())
            {
                var range = line.RangeAt(at, own);
                yield return new CapStand(owner, line, CapKey.Of(owner, line, range, currency), range, 0, 0);
            }
        }
    }

    public static long HeldIn(ILookup<string, CapPlace> places, CapStand stand, string currency) =>
        places[stand.Owner.Id].Sum(p => p.In(stand.Line.Measure, currency, stand.Range));
}

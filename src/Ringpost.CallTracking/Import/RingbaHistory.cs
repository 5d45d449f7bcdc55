using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// Takes a call log in slices, each one transaction: calls that are not here yet, with what they take of caps. What is here stays as it is, so
/// that a run after a run, or after one that was cut off, adds only what is missing.
/// </summary>
internal sealed class RingbaHistory(Database database, CallConfiguration picture, RingbaLog log, bool store)
{
    private const int Slice = 1000;

    private readonly List<HistoryCall> _slice = [];
    private readonly HashSet<long> _seen = [];

    public async Task AddAsync(HistoryCall call, CancellationToken cancellation)
    {
        // Pages that are asked for while calls come overlap.
        if (!_seen.Add(call.Fingerprint))
        {
            log[RingbaKind.Call].Same++;
            return;
        }

        _slice.Add(call);
        if (_slice.Count == Slice)
            await FlushAsync(cancellation);
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_slice.Count == 0)
            return;
        var known = store
            ? await database.WriteAsync(WriteKeys.Of("import"), StoreAsync, cancellation)
            : await database.ReadAsync(c => HistoryCallsSql.FindAsync(c, database.Dialect, _slice.Select(s => s.RingbaId)), cancellation);
        var numbers = log[RingbaKind.Call];
        foreach (var call in _slice)
            if (!known.TryGetValue(call.RingbaId, out var facts))
                numbers.Added++;
            else if (facts == call.Facts)
                numbers.Same++;
            else
            {
                numbers.Different++;
                log.Tell(RingbaKind.Call, call.RingbaId, null, RingbaOutcome.Different, $"Here {facts}; at Ringba {call.Facts}. It stays.");
            }

        _slice.Clear();
    }

    private async Task<IReadOnlyDictionary<string, string>> StoreAsync(WriteUnit unit)
    {
        var known = await HistoryCallsSql.FindAsync(unit.Connection, unit.Dialect, _slice.Select(s => s.RingbaId));
        var missing = _slice.Where(c => !known.ContainsKey(c.RingbaId)).ToList();
        if (missing.Count == 0)
            return known;
        await CountAsync(unit, missing);
        await HistoryCallsSql.InsertAsync(unit, missing);
        return known;
    }

    /// <summary>Before the calls are written: a counter that is made here counts what was stored until now.</summary>
    private async Task CountAsync(WriteUnit unit, List<HistoryCall> calls)
    {
        var changes = new Dictionary<CapKey, (CapStand Stand, string Currency, long Change)>();
        foreach (var call in calls)
        {
            if (call.Target is { } target)
                foreach (var owner in CapOwner.OfLeg(picture, target, call.Buyer))
                    Add(owner, call, call.OfLeg);
            if (CapOwner.OfCall(picture, call.Publisher) is { } publisher)
                Add(publisher, call, call.OfCall);
        }

        foreach (
            var (key, (stand, currency, change)) in changes
                .OrderBy(c => c.Key.Owner, StringComparer.Ordinal)
                .ThenBy(c => $"{c.Key.Period}/{c.Key.Measure}/{c.Key.Currency}/{c.Key.StartsAt}", StringComparer.Ordinal)
        )
            await CapCounting.AddAsync(unit, picture, currency, key, stand, change);

        void Add(CapOwner owner, HistoryCall call, CapCount count)
        {
            var currency = call.Campaign.Currency.Code;
            foreach (var stand in CapStand.Wanted([owner], picture.Zone, call.At, currency))
                if (count.In(owner, stand.Line.Measure) is var change and not 0)
                    changes[stand.Key] = (stand, currency, change + (changes.TryGetValue(stand.Key, out var other) ? other.Change : 0));
        }
    }
}

using System.Data.Common;
using Ringpost.Attribution.Caps;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Conversions inserted by hand take places in the caps as a postback's do (cake.md 5.7). Over a cap they are inserted only where asked.</summary>
internal static class InsertCaps
{
    /// <summary>What the caps have now, for a preview; null where there are none.</summary>
    public static async Task<CapTally?> ReadAsync(DbConnection connection, InsertDraft draft)
    {
        if (draft.Caps is null)
            return null;
        var counters = new List<CapCount>();
        foreach (var key in draft.Caps.Select(s => s.Key).Distinct())
            counters.Add(await CapCountersSql.ReadAsync(connection, key));
        return new CapTally(counters);
    }

    /// <summary>After the inserts, as a postback's write does, so that two writers wait for each other in one order.</summary>
    public static async Task<CapTally?> LockAsync(WriteUnit unit, InsertDraft draft) =>
        draft.Caps is null ? null : await CapCountersSql.LockAsync(unit, draft.Caps.Select(s => s.Key));

    /// <summary>Takes a place; says why not where the conversion may not be inserted.</summary>
    public static Phrase? Take(CapTally? tally, InsertDraft draft, Instant now) =>
        tally?.Take(draft.Caps, now) is { } met && !draft.OverCaps
            ? Phrase.Of($"{CapStep.Reached}: {CapWords.Name(met.Cap, met.Period)}. Insert it over the cap if it is to count all the same.")
            : null;

    public static async Task SaveAsync(WriteUnit unit, CapTally? tally)
    {
        if (tally is null)
            return;
        await CapCountersSql.SaveAsync(unit, tally);
        await CapAlerts.RaiseAsync(unit, tally.JustMet);
    }
}

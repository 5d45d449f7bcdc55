using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>
/// Step of a click's write, after what is unique is known: a click that is over a click cap, or whose conversion cap is met, is turned away
/// (cake.md 5.7). The slots come from <see cref="CapBook.OfClick"/> with the picture that decided over the click; null where it has no caps, and
/// for a duplicate or a bot, which take no place. Costs no statement where no click has a cap.
/// </summary>
internal static class ClickCaps
{
    /// <summary>For each click the cap that turns it away; null where it may go on. Decided in the order of the list.</summary>
    public static async Task<CapSlot?[]> TakeAsync(WriteUnit unit, IReadOnlyList<CapSlot[]?> clicks)
    {
        var closed = new CapSlot?[clicks.Count];
        if (clicks.All(c => c is null))
            return closed;
        var tally = await CapCountersSql.LockAsync(unit, clicks.SelectMany(c => c ?? []).Select(s => s.Key));
        for (var i = 0; i < clicks.Count; i++)
            if (clicks[i] is { } slots)
                closed[i] = tally.Take(slots, unit.Now);
        await CapCountersSql.SaveAsync(unit, tally);
        await CapAlerts.RaiseAsync(unit, tally.JustMet);
        return closed;
    }
}

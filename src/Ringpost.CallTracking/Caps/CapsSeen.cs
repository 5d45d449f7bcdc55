using System.Collections.Concurrent;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// What this node saw full: ranking leaves it out without asking the database (architecture 4.6). It belongs to one picture of the configuration,
/// so that a changed or reset cap is asked anew, and is believed for seconds only: another node may have given a place back.
/// </summary>
internal sealed class CapsSeen
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Owner, string Currency), (CapLine Line, Instant Until)> _full = [];

    public CapLine? Full(CapOwner owner, string currency, Instant now) =>
        _full.TryGetValue((owner.Id, currency), out var seen) && now < seen.Until ? seen.Line : null;

    public void Remove(CapOwner owner, string currency) => _full.TryRemove((owner.Id, currency), out _);

    public void Add(CapStand stand, string currency, Instant now)
    {
        var until = now + Believed;
        _full[(stand.Owner.Id, currency)] = (stand.Line, until < stand.Range.To ? until : stand.Range.To);
    }
}

using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>A cap that a click or conversion has to do with, and the period it falls into.</summary>
/// <param name="Counts">False where it is only asked whether the cap is met, as a click asks the conversion caps.</param>
internal readonly record struct CapSlot(Cap Cap, CapPeriod Period, bool Counts = true)
{
    public CapKey Key => new(Cap.Id.Value, Period.Start.UnixMilliseconds);
}

/// <summary>The counter of a cap's period.</summary>
internal readonly record struct CapKey(long Cap, long Period) : IComparable<CapKey>
{
    public int CompareTo(CapKey other) => Cap != other.Cap ? Cap.CompareTo(other.Cap) : Period.CompareTo(other.Period);
}

/// <summary>One counter while it is locked.</summary>
internal sealed class CapCount(CapKey key, long used = 0, long over = 0, Instant? metAt = null)
{
    public CapKey Key { get; } = key;

    public long Used { get; set; } = used;

    /// <summary>What came after it was met.</summary>
    public long Over { get; set; } = over;

    public Instant? MetAt { get; set; } = metAt;

    public bool IsChanged { get; set; }
}

/// <summary>
/// Decides over one conversion or click after the other on counters that are locked: a place in every cap, or in none where one is met. The cap
/// that was met first is the one that is named (cake.md 5.7).
/// </summary>
internal sealed class CapTally(IEnumerable<CapCount> counters)
{
    private readonly Dictionary<CapKey, CapCount> _counters = counters.ToDictionary(c => c.Key);

    public IEnumerable<CapCount> Changed => _counters.Values.Where(c => c.IsChanged);

    /// <summary>What was met by the last one that passed, to be told.</summary>
    public List<CapSlot> JustMet { get; } = [];

    public CapCount Of(CapSlot slot) => _counters[slot.Key];

    /// <summary>Null where the slots took it in; else the cap that closes.</summary>
    public CapSlot? Take(ReadOnlySpan<CapSlot> slots, Instant now)
    {
        if (Closed(slots) is { } met)
        {
            if (met.Counts)
            {
                Of(met).Over++;
                Of(met).IsChanged = true;
            }

            return met;
        }

        foreach (var slot in slots)
        {
            if (!slot.Counts)
                continue;
            var counter = Of(slot);
            counter.Used++;
            counter.IsChanged = true;
            if (counter.Used != slot.Cap.Limit)
                continue;
            counter.MetAt = now;
            JustMet.Add(slot);
        }

        return null;
    }

    private CapSlot? Closed(ReadOnlySpan<CapSlot> slots)
    {
        CapSlot? first = null;
        foreach (var slot in slots)
        {
            if (slot.Cap.AlertOnly || Of(slot).Used < slot.Cap.Limit)
                continue;
            // A limit of 0 was met before anything came.
            if (first is null || MetAt(slot) < MetAt(first.Value))
                first = slot;
        }

        return first;
    }

    private Instant MetAt(CapSlot slot) => Of(slot).MetAt ?? default;
}

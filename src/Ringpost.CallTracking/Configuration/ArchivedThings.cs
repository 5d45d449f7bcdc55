using Ringpost.Primitives;

namespace Ringpost.CallTracking.Configuration;

/// <summary>A thing that another names: the key under which it is written, what people call it, and whether it is archived.</summary>
internal sealed record NamedThing
{
    // No constructor: SQLite tells no types of what it computes where there is no row.
    public string Key { get; init; } = "";
    public string Name { get; init; } = "";
    public bool Archived { get; init; }
}

/// <summary>Why something archived can't be restored.</summary>
internal static class ArchivedThings
{
    public static readonly Refusal NotArchived = new Clash("not-archived", "It is in use: there is nothing to restore.");

    /// <summary>What comes back may not name what is out of use; null where it names no such thing.</summary>
    public static Refusal? Refusal(IEnumerable<NamedThing> named)
    {
        var archived = named.Where(n => n.Archived).Select(n => n.Name).Distinct(StringComparer.Ordinal).ToList();
        return archived.Count switch
        {
            0 => null,
            1 => new Clash("archived", $"It hangs on the {archived[0]}, which is archived. Restore that first."),
            _ => new Clash("archived", $"It hangs on these, which are archived: {string.Join(", ", archived)}. Restore them first."),
        };
    }
}

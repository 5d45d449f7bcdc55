namespace Ringpost.CallTracking.Caps;

/// <summary>How everyone's caps stand.</summary>
/// <param name="Owners">Those that are enabled and have caps.</param>
/// <param name="Slots">Calls at the same time, by owner; absent is none.</param>
internal sealed record CapBoard(IReadOnlyList<CapOwner> Owners, IReadOnlyList<CapStand> Stands, IReadOnlyDictionary<string, long> Slots)
{
    public static readonly CapBoard Empty = new([], [], new Dictionary<string, long>());
}

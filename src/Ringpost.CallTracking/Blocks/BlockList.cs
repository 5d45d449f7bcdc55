using System.Collections.Frozen;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Blocks;

/// <summary>
/// The blocked numbers as a call asks for them: one look-up for the whole number and one for each length of a beginning that is blocked,
/// however many are (<c>./bench blocked-numbers</c>).
/// </summary>
internal sealed class BlockList
{
    public static readonly BlockList Empty = new([]);

    private readonly FrozenDictionary<string, BlockedNumber[]> _whole;

    // The longest first: it says most about the caller.
    private readonly (int Length, FrozenDictionary<string, BlockedNumber[]> Blocks)[] _beginnings;

    public BlockList(IEnumerable<BlockedNumber> blocks)
    {
        var all = blocks.ToLookup(b => b.IsPrefix);
        _whole = Freeze(all[false], b => b.Number);
        _beginnings =
        [
            .. all[true]
                .GroupBy(b => b.Number.Length - 1)
                .OrderByDescending(g => g.Key)
                .Select(g => (g.Key, Freeze(g, b => b.Number[..^1]))),
        ];
    }

    /// <summary>What turns the caller away at that moment; null where nothing does.</summary>
    /// <param name="caller">E.164; empty for an anonymous caller.</param>
    public BlockedNumber? Find(string caller, CallCampaignId campaign, Instant at)
    {
        if (_whole.Count > 0 && Find(_whole, caller.Length == 0 ? BlockPattern.Anonymous : caller, campaign, at) is { } exact)
            return exact;
        foreach (var (length, blocks) in _beginnings)
            if (length <= caller.Length && Find(blocks, caller.AsSpan(0, length), campaign, at) is { } found)
                return found;
        return null;
    }

    private static BlockedNumber? Find(
        FrozenDictionary<string, BlockedNumber[]> blocks,
        ReadOnlySpan<char> number,
        CallCampaignId campaign,
        Instant at
    )
    {
        if (!blocks.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(number, out var found))
            return null;
        foreach (var block in found)
            if ((block.CampaignId is not { } only || only == campaign) && block.HoldsAt(at))
                return block;
        return null;
    }

    private static FrozenDictionary<string, BlockedNumber[]> Freeze(IEnumerable<BlockedNumber> blocks, Func<BlockedNumber, string> key) =>
        blocks.GroupBy(key, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}

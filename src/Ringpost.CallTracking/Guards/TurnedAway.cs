using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Calls;

namespace Ringpost.CallTracking.Guards;

/// <summary>Why a call is not routed, with what its event log tells beside the reason.</summary>
internal sealed record TurnedAway(BlockReason Reason)
{
    /// <summary>The entry of the list of blocked numbers; its number stands in no event, which readers see.</summary>
    public BlockedNumberId? BlockedNumber { get; init; }

    public static TurnedAway? For(BlockReason? reason) => reason is { } known ? new TurnedAway(known) : null;

    public static TurnedAway By(BlockedNumber block) =>
        new(
            block.Number == BlockPattern.Anonymous ? BlockReason.AnonymousBlocked
            : block.IsPrefix ? BlockReason.PrefixBlocked
            : BlockReason.NumberBlocked
        )
        {
            BlockedNumber = block.Id,
        };

    public IReadOnlyDictionary<string, object> Fields()
    {
        var fields = new Dictionary<string, object> { ["reason"] = $"{Reason}" };
        if (BlockedNumber is { } id)
            fields["blockedNumberId"] = id.Value;
        return fields;
    }
}

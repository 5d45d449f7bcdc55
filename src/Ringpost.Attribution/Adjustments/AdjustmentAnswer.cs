using Ringpost.Attribution.Conversions;

namespace Ringpost.Attribution.Adjustments;

/// <summary>A conversion after a change, with what it was worth before and what the ledger got.</summary>
/// <param name="Superseded">A later adjustment of the same sender was taken before: this one changed nothing.</param>
/// <param name="EffectiveDay">The day of the instance's zone whose report carries the difference.</param>
public sealed record AdjustmentAnswer(
    ConversionAnswer Conversion,
    ConversionAmounts Before,
    ConversionAmounts After,
    string EffectiveDay,
    IReadOnlyList<EntryAmount> Entries,
    bool Superseded = false
);

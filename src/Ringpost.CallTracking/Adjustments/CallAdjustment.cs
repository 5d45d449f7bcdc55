using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>How an adjustment's amounts are meant (ringba.md 10.6).</summary>
public enum AdjustmentMode
{
    /// <summary>Added to what the call has; negative takes off.</summary>
    Relative,

    /// <summary>What the call has afterwards.</summary>
    Absolute,

    /// <summary>Taken off; all of it where no amount is named.</summary>
    Void,
}

/// <summary>A later change of a call's amounts: who, why, since which day, what it changed and what the call came to by it.</summary>
/// <param name="Sequence">Which of the call's adjustments it is, from 1.</param>
public sealed record CallAdjustment(
    AdjustmentId Id,
    CallId CallId,
    Instant At,
    AdjustmentMode Mode,
    string By,
    string Reason,
    string EffectiveDay,
    Currency Currency,
    [property: JsonConverter(typeof(MillionthsJson))] long RevenueChange,
    [property: JsonConverter(typeof(MillionthsJson))] long PayoutChange,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    [property: JsonConverter(typeof(MillionthsJson))] long Payout,
    long Sequence
)
{
    /// <summary>What the publisher is told of a changed payout; null says nothing.</summary>
    public string? Told { get; init; }
}

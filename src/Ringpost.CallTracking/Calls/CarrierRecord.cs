using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>A call as the carrier's own books have it: the last word on its ends, its seconds and what it cost.</summary>
/// <param name="Ended">False while it goes on.</param>
/// <param name="EndedAt">By the carrier's clock.</param>
/// <param name="Seconds">Of the caller's leg.</param>
/// <param name="Cost">Null while one of its legs has no price yet.</param>
public sealed record CarrierRecord(
    bool Ended,
    Instant StartedAt,
    Instant? EndedAt,
    long? Seconds,
    IReadOnlyList<CarrierLegRecord> Legs,
    Money? Cost
);

/// <summary>A dialled leg in the carrier's books.</summary>
/// <param name="Destination">The number in E.164, or the SIP URI.</param>
/// <param name="End">Null while it goes on.</param>
public sealed record CarrierLegRecord(
    string CarrierLegId,
    string Destination,
    Instant? StartedAt,
    Instant? EndedAt,
    LegEnd? End,
    long? Seconds
)
{
    /// <summary>What the record says, as if the carrier had reported it.</summary>
    internal LegProgress Report() => new(LegProgressStep.Ended, null, EndedAt, End, Seconds, CarrierLegId);
}

using Ringpost.CallTracking.Calls;

namespace Ringpost.CallTracking.Caps;

/// <summary>What a leg or a call is at a moment, as caps count it.</summary>
/// <param name="Counts">For a publisher: it is paid.</param>
/// <param name="Money">Revenue of a leg, payout of a call.</param>
internal readonly record struct CapCount(bool Connected, bool Counts, long Money)
{
    public static CapCount Of(LegRecord leg) => new(leg.Evidence.Connected, leg.Converted, leg.Revenue);

    public static CapCount Of(CallRecord call) => new(false, call.Paid, call.Payout);

    /// <summary>What it takes of a cap: a place or none, or its money.</summary>
    public long In(CapOwner owner, CapMeasure measure) =>
        measure switch
        {
            CapMeasure.Money => Money,
            CapMeasure.Calls => IsIn(owner) ? 1 : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(measure)),
        };

    private bool IsIn(CapOwner owner) =>
        owner.Caps.CountOn switch
        {
            CapCountOn.Connect => Connected,
            CapCountOn.Revenue => Money > 0,
            CapCountOn.Convert or null => Counts,
            _ => throw new ArgumentOutOfRangeException(nameof(owner)),
        };
}

namespace Ringpost.CallTracking.Reports;

/// <summary>What is counted and summed over a group of calls; everything else follows from it (ringba.md 10.2).</summary>
/// <param name="IvrHangup">Ended without a dial attempt; live calls are not among them.</param>
/// <param name="Revenue">In millionths.</param>
/// <param name="Payout">In millionths.</param>
/// <param name="Seconds">The sum of the calls' lengths.</param>
public sealed record CallCounts(
    long Incoming,
    long Live,
    long Blocked,
    long IvrHangup,
    long Connected,
    long Paid,
    long Converted,
    long Duplicate,
    long Revenue,
    long Payout,
    long Seconds
)
{
    public static readonly CallCounts None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What the carrier charged in the calls' own currency, in millionths.</summary>
    public long Cost { get; init; }

    /// <summary>Calls that the carrier charges in another currency, which has no sum with it.</summary>
    public long CostElsewhere { get; init; }

    /// <summary>Of the revenue what may still change, in millionths: of calls within the hold or disputed.</summary>
    public long PendingRevenue { get; init; }

    /// <summary>Of the payout the same.</summary>
    public long PendingPayout { get; init; }

    public static CallCounts operator +(CallCounts left, CallCounts right) =>
        new(
            left.Incoming + right.Incoming,
            left.Live + right.Live,
            left.Blocked + right.Blocked,
            left.IvrHangup + right.IvrHangup,
            left.Connected + right.Connected,
            left.Paid + right.Paid,
            left.Converted + right.Converted,
            left.Duplicate + right.Duplicate,
            left.Revenue + right.Revenue,
            left.Payout + right.Payout,
            left.Seconds + right.Seconds
        )
        {
            Cost = left.Cost + right.Cost,
            CostElsewhere = left.CostElsewhere + right.CostElsewhere,
            PendingRevenue = left.PendingRevenue + right.PendingRevenue,
            PendingPayout = left.PendingPayout + right.PendingPayout,
        };

    public static CallCounts Add(CallCounts left, CallCounts right) => left + right;
}

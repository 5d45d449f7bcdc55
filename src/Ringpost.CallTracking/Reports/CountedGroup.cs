namespace Ringpost.CallTracking.Reports;

/// <summary>A group's key, its currency and its counts.</summary>
internal sealed record CountedGroup(string? Key, string Currency, CallCounts Counts);

/// <summary>A group as a statement answers it: properties, not a constructor, since SQLite knows no type of a computed column before it has a row.</summary>
internal sealed record CountedRow
{
    public string? GroupKey { get; init; }
    public string Currency { get; init; } = "";
    public long Incoming { get; init; }
    public long Live { get; init; }
    public long Blocked { get; init; }
    public long IvrHangup { get; init; }
    public long Connected { get; init; }
    public long Paid { get; init; }
    public long Converted { get; init; }
    public long Duplicate { get; init; }
    public long Revenue { get; init; }
    public long Payout { get; init; }
    public long Seconds { get; init; }
    public long Cost { get; init; }
    public long CostElsewhere { get; init; }
    public long PendingRevenue { get; init; }
    public long PendingPayout { get; init; }

    public CountedGroup ToGroup() =>
        new(
            GroupKey,
            Currency,
            new CallCounts(Incoming, Live, Blocked, IvrHangup, Connected, Paid, Converted, Duplicate, Revenue, Payout, Seconds)
            {
                Cost = Cost,
                CostElsewhere = CostElsewhere,
                PendingRevenue = PendingRevenue,
                PendingPayout = PendingPayout,
            }
        );
}

namespace Ringpost.CallTracking.Reports;

/// <summary>A row of <c>call_report_sums</c>: what an hour's calls of one campaign and publisher add up to, or their legs of one target and buyer.</summary>
internal sealed record ReportSum(
    int Legs,
    long Hour,
    string CampaignId,
    string PublisherId,
    string TargetId,
    string BuyerId,
    string Currency,
    CallCounts Counts
)
{
    /// <summary>Pending whatever the hold is.</summary>
    public long DisputedRevenue { get; init; }

    public long DisputedPayout { get; init; }

    /// <summary>Of calls that converted or were paid: pending within the hold.</summary>
    public long EarnedRevenue { get; init; }

    public long EarnedPayout { get; init; }

    /// <summary>Calls with a leg; 0 where legs are counted.</summary>
    public long Dialed { get; init; }
}

namespace Ringpost.Attribution.Reports;

/// <summary>
/// The numbers of a group in one currency (cake.md 9.2). Each record is counted once: as conversion or event where it is approved, else as
/// pending, rejected or returned. Amounts are of approved records; what is pending stands beside them.
/// </summary>
public record ReportNumbers
{
    internal ReportNumbers(ReportSum sum)
    {
        (Clicks, DuplicateClicks) = (sum.UniqueClicks, sum.DuplicateClicks);
        (Conversions, Events) = (sum.Approved - sum.ApprovedMicro, sum.ApprovedMicro);
        (Approved, Pending, Rejected, Returned) = (sum.Approved, sum.Pending, sum.Rejected, sum.Returned);
        (Revenue, Cost) = (Units(sum.Received), Units(sum.Paid));
        HidesRevenue = sum.HidesRevenue;
        (PendingRevenue, PendingCost) = (Units(sum.PendingReceived), Units(sum.PendingPaid));
    }

    /// <summary>Unique clicks: duplicates are counted apart.</summary>
    public long Clicks { get; }

    public long DuplicateClicks { get; }

    public long TotalClicks => Clicks + DuplicateClicks;

    /// <summary>Approved records of macro events.</summary>
    public long Conversions { get; }

    /// <summary>Approved records of micro events.</summary>
    public long Events { get; }

    public long Approved { get; }

    public long Pending { get; }

    public long Rejected { get; }

    public long Returned { get; }

    /// <summary>All records, whatever became of them.</summary>
    public long Records => Approved + Pending + Rejected + Returned;

    /// <summary>Conversions per unique click; null without clicks.</summary>
    public decimal? ConversionRate => Per(Conversions, Clicks);

    /// <summary>Received of approved records.</summary>
    public decimal Revenue { get; }

    /// <summary>Paid of approved records.</summary>
    public decimal Cost { get; }

    /// <summary>0 as revenue for whoever may not see that.</summary>
    public decimal Profit => HidesRevenue ? 0 : Revenue - Cost;

    private bool HidesRevenue { get; }

    /// <summary>Profit / revenue; null without revenue.</summary>
    public decimal? Margin => Per(Profit, Revenue);

    /// <summary>Revenue per unique click; null without clicks.</summary>
    public decimal? Epc => Per(Revenue, Clicks);

    public decimal PendingRevenue { get; }

    public decimal PendingCost { get; }

    private static decimal Units(Int128 millionths) => (decimal)millionths / 1_000_000m;

    private static decimal? Per(decimal part, decimal whole) =>
        whole == 0 ? null : Math.Round(part / whole, 4, MidpointRounding.AwayFromZero);
}

/// <summary>What a number is now against the period before.</summary>
/// <param name="Ratio">Difference / before; null where there was nothing before.</param>
public sealed record ReportChange(decimal Difference, decimal? Ratio);

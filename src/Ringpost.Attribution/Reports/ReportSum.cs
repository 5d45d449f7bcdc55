namespace Ringpost.Attribution.Reports;

/// <summary>Numbers of a report added up. Amounts are millionths, in 128 bits, so that no sum leaves them.</summary>
internal sealed class ReportSum
{
    public long UniqueClicks { get; set; }

    public long DuplicateClicks { get; set; }

    public long Approved { get; set; }

    /// <summary>Those of <see cref="Approved"/> that are of micro events; known only where a report asks for it.</summary>
    public long ApprovedMicro { get; set; }

    public long Pending { get; set; }

    public long Rejected { get; set; }

    public long Returned { get; set; }

    public Int128 Received { get; set; }

    public Int128 Paid { get; set; }

    public Int128 PendingReceived { get; set; }

    public Int128 PendingPaid { get; set; }

    /// <summary>Whoever reads it may not see revenue: received is 0 then, and there is no profit.</summary>
    public bool HidesRevenue { get; private set; }

    public void HideRevenue() => (HidesRevenue, Received, PendingReceived) = (true, 0, 0);

    public void Add(ReportMeasure measure, long count, Int128 received, Int128 paid)
    {
        switch (measure)
        {
            case ReportMeasure.Approved:
                (Approved, Received, Paid) = (Approved + count, Received + received, Paid + paid);
                break;
            case ReportMeasure.Pending:
                (Pending, PendingReceived, PendingPaid) = (Pending + count, PendingReceived + received, PendingPaid + paid);
                break;
            case ReportMeasure.Rejected:
                Rejected += count;
                break;
            case ReportMeasure.Returned:
                Returned += count;
                break;
            case ReportMeasure.UniqueClick:
                UniqueClicks += count;
                break;
            case ReportMeasure.DuplicateClick:
                DuplicateClicks += count;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a measure.");
        }
    }

    public void Add(ReportSum other)
    {
        HidesRevenue |= other.HidesRevenue;
        UniqueClicks += other.UniqueClicks;
        DuplicateClicks += other.DuplicateClicks;
        Approved += other.Approved;
        ApprovedMicro += other.ApprovedMicro;
        Pending += other.Pending;
        Rejected += other.Rejected;
        Returned += other.Returned;
        Received += other.Received;
        Paid += other.Paid;
        PendingReceived += other.PendingReceived;
        PendingPaid += other.PendingPaid;
    }

    public void Subtract(ReportMeasure measure, long count, Int128 received, Int128 paid) => Add(measure, -count, -received, -paid);

    public bool IsZero =>
        UniqueClicks == 0
        && DuplicateClicks == 0
        && Approved == 0
        && Pending == 0
        && Rejected == 0
        && Returned == 0
        && Received == 0
        && Paid == 0
        && PendingReceived == 0
        && PendingPaid == 0;

    /// <summary>The entries that make up this sum, in the order of the measures.</summary>
    public IEnumerable<ReportEntry> ToEntries(long quarter, ReportCell cell)
    {
        if (Approved != 0 || Received != 0 || Paid != 0)
            yield return new(quarter, cell, ReportMeasure.Approved, Approved, Received, Paid);
        if (Pending != 0 || PendingReceived != 0 || PendingPaid != 0)
            yield return new(quarter, cell, ReportMeasure.Pending, Pending, PendingReceived, PendingPaid);
        if (Rejected != 0)
            yield return new(quarter, cell, ReportMeasure.Rejected, Rejected, 0, 0);
        if (Returned != 0)
            yield return new(quarter, cell, ReportMeasure.Returned, Returned, 0, 0);
        if (UniqueClicks != 0)
            yield return new(quarter, cell, ReportMeasure.UniqueClick, UniqueClicks, 0, 0);
        if (DuplicateClicks != 0)
            yield return new(quarter, cell, ReportMeasure.DuplicateClick, DuplicateClicks, 0, 0);
    }
}

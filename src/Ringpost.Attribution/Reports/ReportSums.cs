namespace Ringpost.Attribution.Reports;

/// <summary>A group: up to three keys in the order of the groupings, the text of a sub-affiliate among them, and a currency.</summary>
internal readonly record struct ReportKey(long A, long B, long C, string? Text, CurrencyCode Currency);

/// <summary>The groups of a report while they are added up.</summary>
internal sealed class ReportSums(ReportQuestion question, ReportZone zone)
{
    private readonly ReportDimension[] _groupings = [.. question.Groupings];

    public Dictionary<ReportKey, ReportSum> Groups { get; } = [];

    /// <summary>Events whose approved records are no conversions.</summary>
    public HashSet<long> MicroEvents { get; init; } = [];

    public ReportZone Zone => zone;

    public ReportQuestion Question => question;

    public ReportSum Of(ReportKey key)
    {
        if (!Groups.TryGetValue(key, out var sum))
            Groups[key] = sum = new ReportSum();
        return sum;
    }

    public ReportKey KeyOf(long at, ReportCell cell) => new(Key(0, at, cell), Key(1, at, cell), Key(2, at, cell), null, cell.Currency);

    /// <summary>An entry that is not folded yet.</summary>
    public void Add(ReportEntry entry)
    {
        var at = entry.Quarter * ReportDeltas.Quarter;
        if (at < zone.Range.From.UnixMilliseconds || at >= zone.Range.To.UnixMilliseconds || !question.Filter.Passes(entry.Cell))
            return;
        var sum = Of(KeyOf(at, entry.Cell));
        sum.Add(entry.Measure, entry.Count, entry.Received, entry.Paid);
        if (entry.Measure == ReportMeasure.Approved && MicroEvents.Contains(entry.Cell.Event.Value))
            sum.ApprovedMicro += entry.Count;
    }

    private long Key(int place, long at, ReportCell cell) =>
        place >= _groupings.Length
            ? 0
            : _groupings[place] switch
            {
                ReportDimension.Advertiser => cell.Advertiser.Value,
                ReportDimension.Offer => cell.Offer.Value,
                ReportDimension.Affiliate => cell.Affiliate.Value,
                ReportDimension.Campaign => cell.Campaign.Value,
                ReportDimension.Creative => cell.Creative.Value,
                ReportDimension.Event => cell.Event.Value,
                ReportDimension.SubAffiliate => 0,
                ReportDimension.Hour => zone.HourOf(at),
                // Weeks and months are days put together at the end.
                ReportDimension.Day or ReportDimension.Week or ReportDimension.Month => zone.DayOf(at),
                _ => throw new ArgumentOutOfRangeException(nameof(place)),
            };
}

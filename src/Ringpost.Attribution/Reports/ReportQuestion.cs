using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>Whose records count: those of real traffic, those of tests, or both (cake.md 6).</summary>
internal enum TestsWanted
{
    None,
    Both,
    Only,
}

/// <summary>What a report is asked, read from what a person or a program typed.</summary>
/// <param name="AsOf">Only what was recorded until then counts; null is all.</param>
internal sealed record ReportQuestion(
    TimeRange Range,
    TimeZoneInfo Zone,
    IReadOnlyList<ReportDimension> Groupings,
    ReportFilter Filter,
    TestsWanted Tests = TestsWanted.None,
    Instant? AsOf = null
)
{
    /// <summary>As many days of rows as one report reads (architecture 4.13), and the hour that a clock may go back.</summary>
    public static readonly TimeSpan LongestOfRows = TimeSpan.FromDays(31) + TimeSpan.FromHours(2);

    /// <summary>What makes it read rows, in words; null where rollups answer it.</summary>
    public Phrase? RowsReason =>
        Groupings.Contains(ReportDimension.SubAffiliate) ? "Sub-affiliates are counted from the records"
        : Filter.SubAffiliate is not null ? "A sub-affiliate is counted from the records"
        : Tests != TestsWanted.None ? "Tests are counted from the records"
        : AsOf is not null ? "A report as of a moment is counted from the records"
        : !new ReportZone(Zone, Range).HasWholeQuarters ? "A range between quarters of an hour is counted from the records"
        : null;

    public bool NeedsCampaigns =>
        Groupings.Any(g => g is ReportDimension.Affiliate or ReportDimension.Campaign or ReportDimension.Creative)
        || Filter.Affiliate is not null
        || Filter.Campaign is not null
        || Filter.Creative is not null;

    /// <summary>The smallest table that has what is asked.</summary>
    public Rollup PickRollup(ReportZone zone) =>
        NeedsCampaigns ? Rollup.CampaignQuarters
        : zone.HasWholeHours ? Rollup.OfferHours
        : Rollup.OfferQuarters;
}

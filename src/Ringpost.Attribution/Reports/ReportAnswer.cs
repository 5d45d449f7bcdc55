using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>One part of what a row belongs to.</summary>
/// <param name="Key">An id, a sub-affiliate's text, or a time of the report's zone: <c>2026-01-31T09:00+01:00</c>, <c>2026-01-31</c>, a week's Monday, <c>2026-01</c>.</param>
public sealed record ReportGroup(ReportDimension By, string Key, string Name);

/// <summary>A row of a report: amounts of two currencies are never added, so a group has a row per currency.</summary>
public sealed record ReportRow : ReportNumbers
{
    internal ReportRow(IReadOnlyList<ReportGroup> groups, string currency, ReportSum sum, ReportNumbers? previous)
        : base(sum) => (Groups, Currency, Previous) = (groups, currency, previous);

    public IReadOnlyList<ReportGroup> Groups { get; }

    /// <summary>Of the first grouping; empty in a total.</summary>
    public string Key => Groups.Count == 0 ? "" : Groups[0].Key;

    public string Name => Groups.Count == 0 ? "Total" : Groups[0].Name;

    public string Currency { get; }

    /// <summary>The numbers of the period before; null where it was not asked for.</summary>
    public ReportNumbers? Previous { get; }

    /// <summary>By column; without those that have no number in one of the periods.</summary>
    public IReadOnlyDictionary<string, ReportChange>? Changes =>
        Previous is null
            ? null
            : ReportColumn
                .All.Select(c => (c.Name, Change: c.Change(this, Previous)))
                .Where(c => c.Change is not null)
                .ToDictionary(c => c.Name, c => c.Change!);
}

/// <param name="GroupBy">The first grouping.</param>
/// <param name="From">Included.</param>
/// <param name="To">Excluded.</param>
/// <param name="Zone">Whose days and hours the rows are.</param>
/// <param name="RowCount">All rows, of which <paramref name="Rows"/> may be a part.</param>
/// <param name="Totals">One per currency, over all rows.</param>
/// <param name="CountedFrom"><c>rollups</c> or <c>records</c>.</param>
public sealed record ReportAnswer(
    string GroupBy,
    IReadOnlyList<ReportDimension> Groupings,
    Instant From,
    Instant To,
    string Zone,
    Instant? PreviousFrom,
    Instant? PreviousTo,
    int RowCount,
    IReadOnlyList<ReportRow> Rows,
    IReadOnlyList<ReportRow> Totals,
    string CountedFrom
);

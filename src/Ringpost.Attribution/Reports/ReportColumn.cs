using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

public enum ReportColumnKind
{
    Count,
    Amount,
    Rate,
}

/// <summary>A number of a report as API, file and page show it.</summary>
/// <param name="Name">As in JSON and <c>sort=</c>.</param>
/// <param name="Meaning">In words where the title does not say it.</param>
public sealed record ReportColumn(
    string Name,
    string Title,
    ReportColumnKind Kind,
    Func<ReportNumbers, decimal?> Of,
    string? Meaning = null
)
{
    public static IReadOnlyList<ReportColumn> All { get; } =
    [
        Make(nameof(ReportNumbers.Clicks), "Clicks", ReportColumnKind.Count, n => n.Clicks, "Unique clicks"),
        Make(nameof(ReportNumbers.TotalClicks), "Total clicks", ReportColumnKind.Count, n => n.TotalClicks),
        Make(nameof(ReportNumbers.DuplicateClicks), "Duplicate clicks", ReportColumnKind.Count, n => n.DuplicateClicks),
        Make(
            nameof(ReportNumbers.Conversions),
            "Conversions",
            ReportColumnKind.Count,
            n => n.Conversions,
            "Approved records of macro events"
        ),
        Make(nameof(ReportNumbers.Events), "Events", ReportColumnKind.Count, n => n.Events, "Approved records of micro events"),
        Make(nameof(ReportNumbers.Pending), "Pending", ReportColumnKind.Count, n => n.Pending),
        Make(nameof(ReportNumbers.Rejected), "Rejected", ReportColumnKind.Count, n => n.Rejected),
        Make(nameof(ReportNumbers.Returned), "Returned", ReportColumnKind.Count, n => n.Returned),
        Make(nameof(ReportNumbers.ConversionRate), "CR", ReportColumnKind.Rate, n => n.ConversionRate, "Conversions per unique click"),
        Make(nameof(ReportNumbers.Revenue), "Revenue", ReportColumnKind.Amount, n => n.Revenue, "Received of approved records"),
        Make(nameof(ReportNumbers.Cost), "Cost", ReportColumnKind.Amount, n => n.Cost, "Paid of approved records"),
        Make(nameof(ReportNumbers.Profit), "Profit", ReportColumnKind.Amount, n => n.Profit),
        Make(nameof(ReportNumbers.Margin), "Margin", ReportColumnKind.Rate, n => n.Margin, "Profit / revenue"),
        Make(nameof(ReportNumbers.Epc), "EPC", ReportColumnKind.Amount, n => n.Epc, "Revenue per unique click"),
        Make(
            nameof(ReportNumbers.PendingRevenue),
            "Pending revenue",
            ReportColumnKind.Amount,
            n => n.PendingRevenue,
            "Received of pending records"
        ),
        Make(nameof(ReportNumbers.PendingCost), "Pending cost", ReportColumnKind.Amount, n => n.PendingCost, "Paid of pending records"),
    ];

    private static readonly string[] OfRevenue = ["revenue", "profit", "margin", "epc", "pendingRevenue"];

    /// <summary>Those that exist for the actor.</summary>
    public static IEnumerable<ReportColumn> SeenBy(Actor actor) =>
        All.Where(c => actor.May(Permission.SeeRevenue) || !OfRevenue.Contains(c.Name));

    public static ReportColumn? Find(string? name) => All.FirstOrDefault(c => c.Name == name);

    public ReportChange? Change(ReportNumbers now, ReportNumbers before) =>
        Of(now) is { } here && Of(before) is { } there
            ? new ReportChange(
                here - there,
                there == 0 ? null : Math.Round((here - there) / Math.Abs(there), 4, MidpointRounding.AwayFromZero)
            )
            : null;

    private static ReportColumn Make(
        string property,
        string title,
        ReportColumnKind kind,
        Func<ReportNumbers, decimal?> of,
        string? meaning = null
    ) => new(JsonNamingPolicy.CamelCase.ConvertName(property), title, kind, of, meaning);
}

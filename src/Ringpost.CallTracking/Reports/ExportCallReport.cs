using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// The call report as Ringba's file (ringba.md 10.2): every field quoted, the group first, a total with an empty group at the end. Our own
/// columns stand behind Ringba's.
/// </summary>
public sealed class ExportCallReport(CallReport report)
{
    private static readonly (string Title, Func<CallReportRow, string> Text)[] Columns =
    [
        ("Incoming", r => Whole(r.Incoming)),
        ("Live", r => Whole(r.Live)),
        ("Completed", r => Whole(r.Completed)),
        ("Ended", r => Whole(r.Ended)),
        ("Connected", r => Whole(r.Connected)),
        ("Paid", r => Whole(r.Counts.Paid)),
        ("Converted", r => Whole(r.Counts.Converted)),
        ("No Connect", r => Whole(r.NoConnect)),
        ("Duplicate", r => Whole(r.Duplicate)),
        ("Blocked", r => Whole(r.Blocked)),
        ("IVR Hangup", r => Whole(r.IvrHangup)),
        ("RPC", r => r.Rpc?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ("Revenue", r => Amount(r, r.Counts.Revenue)),
        ("Payout", r => Amount(r, r.Counts.Payout)),
        ("Profit", r => Amount(r, CallFormulas.Profit(r.Counts))),
        ("Margin", r => Percent(r.Margin)),
        ("Conversion %", r => Percent(r.ConversionPercent)),
        ("TCL", r => CallLength.Format(r.Tcl)),
        ("ACL", r => CallLength.Format(r.Acl)),
        ("Total Cost", r => r.TotalCost is null ? "" : Amount(r, r.Counts.Cost)),
        ("Incoming without blocked", r => Whole(r.IncomingWithoutBlocked)),
        ("Pending revenue", r => Amount(r, r.Counts.PendingRevenue)),
        ("Pending payout", r => Amount(r, r.Counts.PendingPayout)),
        ("Currency", r => r.Currency ?? ""),
    ];

    private static readonly string[] OfRevenue = ["Converted", "RPC", "Revenue", "Conversion %", "Pending revenue"];
    private static readonly string[] OfNetwork = ["Profit", "Margin", "Total Cost"];
    private static readonly string[] OfProfit = ["RPC", "Revenue", "Profit", "Margin", "Pending revenue"];
    private static readonly string[] NotOfBuyer =
    [
        "Paid",
        "Payout",
        "Duplicate",
        "Blocked",
        "IVR Hangup",
        "Incoming without blocked",
        "Pending payout",
    ];

    /// <summary>What a column's title is for whom, null where it does not exist for them.</summary>
    private static string? Seen(string title, Actor actor) =>
        actor.Role switch
        {
            Role.Admin or Role.ReadOnly => !actor.May(Permission.SeeRevenue) && OfProfit.Contains(title) ? null : title,
            Role.Publisher => OfRevenue.Contains(title) || OfNetwork.Contains(title) ? null : title,
            Role.Buyer when title == "Revenue" => SeenColumns.Title(actor.Role, "conversionAmount", title),
            // What the network earns is what a buyer pays out.
            Role.Buyer when title == "Pending revenue" => "Pending payout",
            Role.Buyer => NotOfBuyer.Contains(title) || OfNetwork.Contains(title) ? null : title,
        };

    public async Task<Result<QuotedCsv>> RunAsync(Actor actor, CallReport.Request request, CancellationToken cancellation = default)
    {
        var result = await report.RunAsync(actor, request, cancellation);
        if (!result.IsOk)
            return result.Refusal;
        var table = result.Value;
        var counts = table.Counts.ToString().ToLowerInvariant();
        var columns = Columns.Where(c => Seen(c.Title, actor) is not null).ToArray();
        var lines = new List<IReadOnlyList<string>> { (string[])[Title(table), .. columns.Select(c => Seen(c.Title, actor)!), "Counts"] };
        foreach (var row in table.Rows)
            lines.Add([row.Name, .. columns.Select(c => c.Text(row)), counts]);
        lines.Add(["", .. columns.Select(c => c.Text(table.Total)), counts]);
        return new QuotedCsv("call-report.csv", lines);
    }

    private static string Title(CallReportTable table) =>
        table.GroupBy switch
        {
            CallReportGrouping.CallCampaign => "Campaign",
            CallReportGrouping.Publisher => "Publisher",
            CallReportGrouping.Tag => $"tag:{table.Tag}",
            CallReportGrouping.Number => "Dialed #",
            CallReportGrouping.Target => "Target",
            CallReportGrouping.Buyer => "Buyer",
            CallReportGrouping.TargetGroup => "Target Group",
            CallReportGrouping.Column => CallColumns.Find(table.Column)?.Title ?? "",
            CallReportGrouping.Day => $"Day ({table.Zone})",
            CallReportGrouping.Hour => $"Hour ({table.Zone})",
            _ => throw new ArgumentOutOfRangeException(nameof(table), table.GroupBy, null),
        };

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Amount(CallReportRow row, long millionths) => row.Currency is null ? "" : Money.Format(millionths);

    private static string Percent(decimal? value) => value is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) + "%" : "";

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-report.csv",
            async Task<IResult> (HttpContext http, ExportCallReport operation, [AsParameters] CallReport.Request request) =>
            {
                var result = await operation.RunAsync(http.Actor(), request, http.RequestAborted);
                return result.IsOk ? result.Value : result.Refusal.ToProblem();
            }
        );
}

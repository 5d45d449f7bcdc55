using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Reports;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls.Reports;

/// <summary>The call report's groupings and columns in words, and the way from a line to its calls.</summary>
internal static class ReportWords
{
    /// <summary>Beside the first, which is the campaign, for buyers the target.</summary>
    public static IReadOnlyList<Choice<string>> Groupings(Actor actor) =>
        actor.Role switch
        {
            Role.Publisher =>
            [
                new("number", "Dialed #"),
                new("day", T["Day"]),
                new("hour", T["Hour"]),
                new("tag", T["Tag"]),
                .. Columns(actor),
            ],
            Role.Buyer => [new("day", T["Day"]), new("hour", T["Hour"]), new("tag", T["Tag"]), .. Columns(actor)],
            Role.Admin or Role.ReadOnly => actor.May(Permission.SeeRevenue)
                ? All
                :
                [
                    .. All.Where(c => c.Value is not ("target" or "targetGroup" or "buyer"))
                        .Where(c => CallColumns.Find(c.Value) is null || CallColumns.Find(c.Value, actor) is not null),
                ],
        };

    private static IReadOnlyList<Choice<string>> All =>
        [
            new("publisher", T["Publisher"]),
            new("number", "Dialed #"),
            new("target", T["Target"]),
            new("targetGroup", T["Target Group"]),
            new("buyer", T["Buyer"]),
            new("day", T["Day"]),
            new("hour", T["Hour"]),
            new("tag", T["Tag"]),
            .. Columns(Actor.System),
        ];

    private static IEnumerable<Choice<string>> Columns(Actor actor) =>
        CallColumns
            .SeenBy(actor)
            .Where(c => c.CanGroup && c.Id is not ("campaignName" or "publisherName" or "targetName" or "buyer"))
            .Select(c => new Choice<string>(c.Id, T.Known(c.Title)));

    public static IReadOnlyList<Choice<string>> Amounts => [new("pending", T["Pending"]), new("final", T["Final"])];

    public static IReadOnlyList<Choice<string>> Steps => [new("hour", T["Per hour"]), new("day", T["Per day"])];

    /// <summary>Each but the last fits a page of 1280 pixels.</summary>
    public static IReadOnlyList<Choice<string>> Sets =>
        [new("calls", T["Calls"]), new("money", T["Money and length"]), new("all", T["All (scrolls sideways)"])];

    public static string Title(CallReportTable table) =>
        table.GroupBy switch
        {
            CallReportGrouping.CallCampaign => T["Campaign"],
            CallReportGrouping.Publisher => T["Publisher"],
            CallReportGrouping.Number => "Dialed #",
            CallReportGrouping.Target => T["Target"],
            CallReportGrouping.TargetGroup => T["Target Group"],
            CallReportGrouping.Buyer => T["Buyer"],
            CallReportGrouping.Day => T["Day ({0})", table.Zone],
            CallReportGrouping.Hour => T["Hour ({0})", table.Zone],
            CallReportGrouping.Tag => $"tag:{table.Tag}",
            CallReportGrouping.Column => T.Known(CallColumns.Find(table.Column)?.Title) ?? "",
        };

    /// <summary>The list of the calls behind a line: the report's days, zone and filters, and the line's own value.</summary>
    public static string Calls(CallReportTable table, CallReportRow row, ListUrl url, Actor actor)
    {
        var filter = ColumnFilterCheck.Read(new Validation(), "filters", url["filters"], actor);
        if (ColumnOf(table, actor) is { } column)
            filter = filter.And(new ColumnCondition(column, ColumnComparison.Equals, row.Key ?? ""));
        var day = table.GroupBy is CallReportGrouping.Day or CallReportGrouping.Hour ? row.Key?[..10] : null;
        return "/console/calls"
            + ListUrl.QueryOnly(
                ("range", day is null ? url["range"] ?? (url["from"] is null ? "today" : null) : null),
                ("from", day ?? url["from"]),
                ("to", day ?? url["to"]),
                ("zone", url["zone"]),
                ("number", url["number"]),
                ("state", url["state"]),
                ("filters", filter.ToJson())
            );
    }

    private static CallColumn? ColumnOf(CallReportTable table, Actor actor) =>
        table.GroupBy switch
        {
            CallReportGrouping.CallCampaign => CallColumns.Find("campaignId", actor),
            CallReportGrouping.Publisher => CallColumns.Find("publisherId", actor),
            CallReportGrouping.Number => CallColumns.Find("number", actor),
            CallReportGrouping.Target => CallColumns.Find("dialedTargetId", actor),
            CallReportGrouping.Buyer => CallColumns.Find("dialedBuyerId", actor),
            CallReportGrouping.TargetGroup or CallReportGrouping.Day or CallReportGrouping.Hour => null,
            CallReportGrouping.Tag => CallColumns.Find($"tag:{table.Tag}", actor),
            CallReportGrouping.Column => CallColumns.Find(table.Column, actor),
        };
}

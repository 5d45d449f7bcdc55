using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Reports;

/// <summary>Calls counted by group, with a total (ringba.md 10.2). Reads the rows, so at most 31 days at a time (architecture 4.13).</summary>
public sealed class CallReport(Database database, Snapshot<CallConfiguration> snapshot)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <param name="Zone">IANA or Windows name; the instance's where absent.</param>
    /// <param name="GroupBy">A word of <see cref="CallReportGrouping"/>; by campaign where absent, as Ringba's first tab. <c>tag:Type:Name</c> is <c>tag</c> with its tag.</param>
    /// <param name="Tag">For <c>tag</c>: the tag, as <c>User:zip</c>.</param>
    /// <param name="Filters">As <see cref="CallFilter"/> has them.</param>
    public sealed record Request(
        string? From = null,
        string? To = null,
        string? GroupBy = null,
        string? Zone = null,
        CallCampaignId? CallCampaignId = null,
        PublisherId? PublisherId = null,
        string? Number = null,
        TargetId? TargetId = null,
        BuyerId? BuyerId = null,
        string? Tag = null,
        string? Filters = null
    );

    public async Task<Result<CallReportTable>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var configuration = await snapshot.GetAsync(cancellation);
        var validation = new Validation();
        var zone = configuration.Zone;
        if (!string.IsNullOrWhiteSpace(request.Zone) && !TimeZones.TryFind(request.Zone, out zone))
            validation.Add("zone", "A zone's name, as America/New_York.");
        var asked = request.GroupBy?.Trim() is { } word && word.StartsWith("tag:", StringComparison.OrdinalIgnoreCase) ? word : null;
        var grouping = asked is not null
            ? CallReportGrouping.Tag
            : validation.Choice<CallReportGrouping>("groupBy", request.GroupBy, CallReportGrouping.CallCampaign);
        var tag =
            grouping == CallReportGrouping.Tag
                ? TagGrouping.Read(validation, asked is null ? "tag" : "groupBy", asked ?? request.Tag)
                : null;
        var criteria = CallCriteria.Read(validation, actor, Filter(request, zone), configuration, database.Dialect, zone);
        // An hour more than 31 days is 31 days in a zone whose clock went back.
        if (criteria.Range.To - criteria.Range.From > Longest + TimeSpan.FromHours(2))
            validation.Add("to", "At most 31 days at a time.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var groups = await database.ReadAsync(c => CallReportSql.CountAsync(c, grouping, criteria, tag), cancellation);
        var names = new CallNames(configuration, actor);
        if (tag is null)
            return ReportGroups.Fold(grouping, zone, groups, names);
        return ReportGroups.Fold(grouping, zone, groups, names, key => Seen(actor, tag, tag.ValueOf(key, configuration))) with
        {
            Tag = tag.Tag,
        };
    }

    /// <summary>Without a range the report is of today; with one edge, of the other's day.</summary>
    private CallFilter Filter(Request request, TimeZoneInfo zone)
    {
        var today = $"{DateOnly.FromDateTime(TimeZones.InZone(database.Now, zone).DateTime):yyyy-MM-dd}";
        var from = string.IsNullOrWhiteSpace(request.From) ? request.To ?? today : request.From;
        var to = string.IsNullOrWhiteSpace(request.To) ? today : request.To;
        return new CallFilter(
            from,
            to,
            request.CallCampaignId,
            request.PublisherId,
            request.Number,
            null,
            null,
            request.TargetId,
            request.BuyerId,
            Filters: request.Filters
        );
    }

    /// <summary>What others sent as a tag may be anybody's number.</summary>
    private static string? Seen(Actor actor, TagGrouping tag, string? value) =>
        value is null || !tag.IsStored || actor.May(Permission.SeeFullNumbers) ? value : MaskNumbers.In(value);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-report",
            async (HttpContext http, CallReport operation, [AsParameters] Request request) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

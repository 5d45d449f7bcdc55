using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// Calls counted by group, by target and buyer their legs, with a total (ringba.md 10.2). By campaign, publisher, target, buyer, day and hour over
/// hours that were added up, for 400 days; all else looks at the calls themselves, 31 days at a time (architecture 4.13).
/// </summary>
public sealed class CallReport(Database database, Snapshot<CallConfiguration> snapshot)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400) + TimeSpan.FromHours(2);

    public sealed record Request
    {
        public string? From { get; init; }

        public string? To { get; init; }

        /// <summary>A word of <see cref="CallReportGrouping"/>, a column's id, or <c>tag:Type:Name</c>; by campaign where absent, as Ringba's first tab.</summary>
        public string? GroupBy { get; init; }

        /// <summary>IANA or Windows name; the instance's where absent.</summary>
        public string? Zone { get; init; }

        public CallCampaignId? CallCampaignId { get; init; }

        public PublisherId? PublisherId { get; init; }

        public string? Number { get; init; }

        public TargetId? TargetId { get; init; }

        public BuyerId? BuyerId { get; init; }

        /// <summary>For <c>tag</c>: the tag, as <c>User:zip</c>.</summary>
        public string? Tag { get; init; }

        /// <summary>As <see cref="CallFilter"/> has them; so <see cref="State"/>: <c>pending</c> and <c>final</c> part the amounts.</summary>
        public string? Filters { get; init; }

        public string? State { get; init; }
    }

    public async Task<Result<CallReportTable>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        var configuration = await snapshot.GetAsync(cancellation);
        var validation = new Validation();
        var zone = configuration.Zone;
        if (!string.IsNullOrWhiteSpace(request.Zone) && !TimeZones.TryFind(request.Zone, out zone))
            validation.Add("zone", "A zone's name, as America/New_York.");
        var filter = Filter(request, zone);
        var range = TimeRange.Read(new Validation(), filter.From, filter.To, zone, TimeRange.All);
        var key = ReportKey.Read(validation, actor, request.GroupBy, request.Tag, configuration, range, database.Dialect);
        var criteria = await CallCriteria.ReadAsync(
            validation,
            actor,
            filter,
            configuration,
            database,
            zone,
            key.CountsLegs,
            cancellation: cancellation
        );
        var column = CallReportReader.ColumnOf(key, criteria, zone);
        if (criteria.Range.To - criteria.Range.From > (column is null ? CallCriteria.Longest : Longest))
            validation.Add(
                "to",
                column is null
                    ? "At most 31 days at a time; 400 days by campaign, publisher, target, buyer, day or hour, without other filters than campaign and publisher, in a zone of whole hours."
                    : "At most 400 days at a time."
            );
        if (validation.HasErrors)
            return validation.ToRefusal();

        if (await database.ReadAsync(c => CallReportReader.ReadAsync(c, key, criteria, column), cancellation) is not { } reading)
            return new Invalid("to", "These days are still being added up: for some minutes at most 31 days at a time.");
        var table = ReportGroups.Fold(key, zone, reading.Groups, new CallNames(configuration, actor), actor);
        return table with { From = criteria.Range.From, To = criteria.Range.To, Calls = reading.CallsOfLegs ?? table.Calls };
    }

    /// <summary>Without a range the report is of today; with one edge, of the other's day.</summary>
    private CallFilter Filter(Request request, TimeZoneInfo zone)
    {
        var today = $"{DateOnly.FromDateTime(TimeZones.InZone(database.Now, zone).DateTime):yyyy-MM-dd}";
        var from = string.IsNullOrWhiteSpace(request.From) ? request.To ?? today : request.From;
        var to = string.IsNullOrWhiteSpace(request.To) ? today : request.To;
        return new CallFilter
        {
            From = from,
            To = to,
            CallCampaignId = request.CallCampaignId,
            PublisherId = request.PublisherId,
            Number = request.Number,
            State = request.State,
            TargetId = request.TargetId,
            BuyerId = request.BuyerId,
            Filters = request.Filters,
        };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-report",
            async (HttpContext http, CallReport operation, [AsParameters] Request request) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

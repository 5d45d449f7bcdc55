using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// Calls per hour or day of a zone (ringba.md 10.5): the report's own lines, and a point for each hour or day in which nothing happened. A day
/// has 23 to 25 hours; the hour that a clock going back repeats is two.
/// </summary>
public sealed class CallTimeline(CallReport report)
{
    public sealed record Request
    {
        public string? From { get; init; }

        public string? To { get; init; }

        /// <summary><c>hour</c> or <c>day</c>; hours of at most two days where absent, else days.</summary>
        public string? Per { get; init; }

        /// <summary>IANA or Windows name; the instance's where absent.</summary>
        public string? Zone { get; init; }

        public CallCampaignId? CallCampaignId { get; init; }

        public PublisherId? PublisherId { get; init; }

        public string? Number { get; init; }

        public TargetId? TargetId { get; init; }

        public BuyerId? BuyerId { get; init; }

        public string? Filters { get; init; }

        public string? State { get; init; }
    }

    private static readonly TimeSpan ByHour = TimeSpan.FromHours(50);

    public async Task<Result<CallTimelineAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        var validation = new Validation();
        TimelineStep? asked = string.IsNullOrWhiteSpace(request.Per) ? null : validation.Choice<TimelineStep>("per", request.Per);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var result = await report.RunAsync(
            actor,
            new()
            {
                From = request.From,
                To = request.To,
                GroupBy = nameof(CallReportGrouping.Hour),
                Zone = request.Zone,
                CallCampaignId = request.CallCampaignId,
                PublisherId = request.PublisherId,
                Number = request.Number,
                TargetId = request.TargetId,
                BuyerId = request.BuyerId,
                Filters = request.Filters,
                State = request.State,
            },
            cancellation
        );
        if (!result.IsOk)
            return result.Refusal;
        var table = result.Value;
        _ = TimeZones.TryFind(table.Zone, out var zone);
        var step = asked ?? (table.To - table.From <= ByHour ? TimelineStep.Hour : TimelineStep.Day);
        return new CallTimelineAnswer(step, table.Zone, Points(table, zone, step));
    }

    private static List<TimelinePoint> Points(CallReportTable table, TimeZoneInfo zone, TimelineStep step)
    {
        // The first ten characters of an hour's key are its day.
        var lines = table.Rows.ToLookup(r => step == TimelineStep.Day ? r.Key![..10] : r.Key!, StringComparer.Ordinal);
        var points = new List<TimelinePoint>();
        for (var at = table.From; at < table.To; )
        {
            var slot = step == TimelineStep.Day ? TimeRange.DayOf(at, zone) : TimeRange.HourOf(at, zone);
            var key = ReportGroups.TimeKey(step == TimelineStep.Day ? CallReportGrouping.Day : CallReportGrouping.Hour, at, zone);
            var found = lines[key].ToList();
            points.Add(
                new TimelinePoint(
                    key,
                    slot.From,
                    found.Sum(r => r.Incoming),
                    found.Sum(r => r.Connected),
                    found.Sum(r => r.Counts.Converted),
                    found
                        .Where(r => r.Revenue is not null)
                        .GroupBy(r => r.Currency!)
                        .ToDictionary(g => g.Key, g => g.Sum(r => r.Revenue ?? 0))
                )
            );
            at = slot.To;
        }

        return points;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-timeline",
            async (HttpContext http, CallTimeline operation, [AsParameters] Request request) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

/// <summary>How far a timeline's points are apart.</summary>
public enum TimelineStep
{
    Hour,
    Day,
}

/// <summary>The points of a timeline without gaps, first to last.</summary>
/// <param name="Zone">The zone whose hours and days are meant.</param>
public sealed record CallTimelineAnswer(TimelineStep Per, string Zone, IReadOnlyList<TimelinePoint> Points);

/// <summary>An hour or a day of a timeline.</summary>
/// <param name="Key"><c>2026-03-08</c>, or <c>2026-03-08T01:00-05:00</c>.</param>
/// <param name="At">When it begins.</param>
/// <param name="Revenue">By currency, which are not added; empty without calls.</param>
public sealed record TimelinePoint(
    string Key,
    Instant At,
    long Incoming,
    long Connected,
    long Converted,
    IReadOnlyDictionary<string, decimal> Revenue
);

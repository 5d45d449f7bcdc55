using System.Data.Common;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>What a report counts.</summary>
/// <param name="CallsOfLegs">The calls that the legs belong to, where legs are counted.</param>
internal sealed record ReportReading(IReadOnlyList<CountedGroup> Groups, long? CallsOfLegs);

/// <summary>
/// Reads a report: from the sums of hours where they say what is asked, the calls themselves for the rest. Sums know campaign, publisher, target
/// and buyer, and no other filter.
/// </summary>
internal static class CallReportReader
{
    /// <summary>The column of the sums that the report is grouped by; null: only the calls themselves know.</summary>
    public static string? ColumnOf(ReportKey key, CallCriteria criteria, TimeZoneInfo zone)
    {
        var isPlain =
            criteria is
            {
                Dialed: null,
                Caller: null,
                CallerPart: null,
                State: null,
                Columns.And: "",
                Scope.IsWhole: true,
                Filter.TargetId: null,
                Filter.BuyerId: null
            };
        return !isPlain
            ? null
            : key.Grouping switch
            {
                CallReportGrouping.CallCampaign => "s.campaign_id",
                CallReportGrouping.Publisher => "s.publisher_id",
                CallReportGrouping.Target => "s.target_id",
                CallReportGrouping.Buyer => "s.buyer_id",
                // As the key of calls: quarters of an hour.
                CallReportGrouping.Day or CallReportGrouping.Hour => BeginsOnHours(zone, criteria.Range)
                    ? "CAST(s.hour * 4 AS text)"
                    : null,
                CallReportGrouping.Number or CallReportGrouping.TargetGroup or CallReportGrouping.Tag or CallReportGrouping.Column => null,
                _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
            };
    }

    /// <summary>Null: more than <see cref="CallCriteria.Longest"/> is not added up yet.</summary>
    /// <param name="column">Of <see cref="ColumnOf"/>, or another expression over the sums <c>s</c> that says what the key says.</param>
    /// <param name="split">An hour whose calls are counted whatever it adds up to, since the key parts it.</param>
    /// <param name="span">From the first call to the last, where it was read already.</param>
    public static async Task<ReportReading?> ReadAsync(
        DbConnection connection,
        ReportKey key,
        CallCriteria criteria,
        string? column,
        long? split = null,
        TimeRange? span = null
    )
    {
        if (column is null)
            return new ReportReading(
                await CallReportSql.CountAsync(connection, key, criteria),
                key.CountsLegs ? await CallReportSql.CountCallsOfLegsAsync(connection, criteria) : null
            );
        var parts = await PartsAsync(connection, criteria, split, span ?? await ReportSumsSql.SpanAsync(connection));
        if (parts.CountedTime > CallCriteria.Longest)
            return null;
        var groups = new List<CountedGroup>();
        var calls = 0L;
        foreach (var part in parts.Summed)
        {
            groups.AddRange(await ReportSumsSql.CountAsync(connection, column, key.CountsLegs, criteria, part));
            if (key.CountsLegs)
                calls += await ReportSumsSql.DialedAsync(connection, criteria, part);
        }

        if (criteria.Scope.HidesRevenue)
            groups = [.. groups.Select(g => g with { Counts = g.Counts with { Revenue = 0, PendingRevenue = 0 } })];
        foreach (var part in parts.Counted)
        {
            groups.AddRange(await CallReportSql.CountAsync(connection, key, criteria with { Range = part }));
            if (key.CountsLegs)
                calls += await CallReportSql.CountCallsOfLegsAsync(connection, criteria with { Range = part });
        }

        return new ReportReading(groups, key.CountsLegs ? calls : null);
    }

    private static async Task<ReportParts> PartsAsync(DbConnection connection, CallCriteria criteria, long? split, TimeRange? calls)
    {
        // Before the first call and after the last there is nothing to count.
        if (calls is not { } span)
            return new ReportParts([], []);
        var range = new TimeRange(Later(criteria.Range.From, span.From), Earlier(criteria.Range.To, span.To));
        if (range.To <= range.From)
            return new ReportParts([], []);
        // The first and the last hour with their whole length, if asked for.
        var hours = await ReportSumsSql.HoursAsync(
            connection,
            new TimeRange(
                Later(criteria.Range.From, ReportParts.RangeOf(span.From.UnixMilliseconds / ReportParts.Hour).From),
                Earlier(criteria.Range.To, ReportParts.RangeOf((span.To.UnixMilliseconds - 1) / ReportParts.Hour).To)
            )
        );
        // Of the hour in which the hold began some amounts are pending and some are not.
        var held = criteria.HeldSince.UnixMilliseconds / ReportParts.Hour;
        return ReportParts.Of(range, hours.Where(h => h != held && h != split));
    }

    private static Instant Later(Instant one, Instant other) => one > other ? one : other;

    private static Instant Earlier(Instant one, Instant other) => one < other ? one : other;

    /// <summary>Whether the zone's hours are UTC's hours for the whole range.</summary>
    public static bool BeginsOnHours(TimeZoneInfo zone, TimeRange range)
    {
        for (var at = range.From; at < range.To; at += TimeSpan.FromDays(1))
            if (TimeZones.InZone(at, zone).Offset.Minutes != 0)
                return false;
        return TimeZones.InZone(range.To, zone).Offset.Minutes == 0;
    }
}

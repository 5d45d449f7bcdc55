using System.Globalization;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>Folds counted groups into the report's lines: quarters of an hour into days and hours of a zone, ids into names.</summary>
internal static class ReportGroups
{
    /// <summary>What Ringba prints for calls without a group value.</summary>
    public const string NoValue = "-no value-";

    public static CallReportTable Fold(ReportKey by, TimeZoneInfo zone, IReadOnlyList<CountedGroup> groups, CallNames names, Actor seenBy)
    {
        var grouping = by.Grouping;
        var rows = groups
            .GroupBy(g => (Key: KeyOf(grouping, zone, by.ValueOf is null ? g.Key : by.ValueOf(g.Key)), g.Currency))
            .Select(g => new CallReportRow(g.Key.Key, NameOf(grouping, g.Key.Key, names), g.Key.Currency, Sum(g)) { SeenBy = seenBy });
        var ordered = grouping is CallReportGrouping.Day or CallReportGrouping.Hour
            ? rows.OrderBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Currency, StringComparer.Ordinal)
            : rows.OrderByDescending(r => r.Incoming)
                .ThenBy(r => r.Name, StringComparer.Ordinal)
                .ThenBy(r => r.Key, StringComparer.Ordinal);
        var currencies = groups.Select(g => g.Currency).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        var total = new CallReportRow(null, "Total", currencies.Length == 2 ? null : currencies.FirstOrDefault() ?? "USD", Sum(groups))
        {
            SeenBy = seenBy,
        };
        return new CallReportTable(grouping, zone.Id, [.. ordered], total)
        {
            Tag = by.Tag?.Tag,
            Column = by.Column?.Id,
            Counts = by.CountsLegs ? ReportCounts.Legs : ReportCounts.Calls,
            Calls = total.Incoming,
        };
    }

    private static CallCounts Sum(IEnumerable<CountedGroup> groups) => groups.Aggregate(CallCounts.None, (sum, g) => sum + g.Counts);

    private static string? KeyOf(CallReportGrouping grouping, TimeZoneInfo zone, string? key)
    {
        if (grouping is not (CallReportGrouping.Day or CallReportGrouping.Hour))
            return string.IsNullOrEmpty(key) ? null : key;
        return TimeKey(grouping, new Instant(long.Parse(key!, CultureInfo.InvariantCulture) * 900_000), zone);
    }

    /// <summary>The day or hour of the zone that a moment falls into.</summary>
    public static string TimeKey(CallReportGrouping grouping, Instant at, TimeZoneInfo zone)
    {
        var local = TimeZones.InZone(at, zone);
        // The offset keeps the two hours apart that a clock going back makes of one.
        return local.ToString(grouping == CallReportGrouping.Day ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:00zzz", CultureInfo.InvariantCulture);
    }

    private static string NameOf(CallReportGrouping grouping, string? key, CallNames names) =>
        key is null
            ? NoValue
            : grouping switch
            {
                CallReportGrouping.CallCampaign => names.Campaign(new CallCampaignId(key)),
                CallReportGrouping.Publisher => names.Publisher(new PublisherId(key)),
                CallReportGrouping.Target or CallReportGrouping.TargetGroup => names.Target(new TargetId(key)),
                CallReportGrouping.Buyer => names.Buyer(new BuyerId(key)),
                CallReportGrouping.Tag
                or CallReportGrouping.Column
                or CallReportGrouping.Number
                or CallReportGrouping.Day
                or CallReportGrouping.Hour => key,
                _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
            };
}

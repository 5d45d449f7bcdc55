using System.Data.Common;
using System.Globalization;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Earnings;

/// <summary>
/// Proves that the call report is the amounts of its calls: day by day, as it counts calls, and as it counts the legs of each buyer, from the sums of
/// hours where the report takes them. Each read is of one day and one moment.
/// </summary>
public sealed class CheckCallReport(Database database, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<IReadOnlyList<BookDifference>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await snapshot.GetAsync(cancellation);
        var found = new List<BookDifference>();
        if (await database.ReadAsync(CallEntriesSql.SpanAsync, cancellation) is not { } span)
            return found;
        for (
            var day = TimeRange.DayOf(span.First, configuration.Zone);
            day.From <= span.Last;
            day = TimeRange.DayOf(day.To, configuration.Zone)
        )
            found.AddRange(await database.ReadAsync(c => CheckDayAsync(c, configuration, day), cancellation));
        return found;
    }

    private async Task<List<BookDifference>> CheckDayAsync(DbConnection connection, CallConfiguration configuration, TimeRange day)
    {
        var entries = await CallEntriesSql.ListOfCallsAsync(connection, day);
        var calls = await CountAsync(CallReportGrouping.Day);
        var legs = await CountAsync(CallReportGrouping.Buyer);
        var name = $"call report {TimeZones.InZone(day.From, configuration.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return
        [
            .. Compare($"{name}, revenue", entries.Where(e => !e.IsPayout), _ => "", calls, _ => "", c => c.Revenue),
            .. Compare($"{name}, payout", entries.Where(e => e.IsPayout), _ => "", calls, _ => "", c => c.Payout),
            // Calls that were dialed to nobody, and legs of no buyer, stand under no buyer.
            .. Compare(
                $"{name}, revenue of buyer",
                entries.Where(e => !e.IsPayout && e.Party is not null),
                e => e.Party!,
                legs.Where(g => !string.IsNullOrEmpty(g.Key)),
                g => g.Key!,
                c => c.Revenue
            ),
        ];

        async Task<IReadOnlyList<CountedGroup>> CountAsync(CallReportGrouping grouping)
        {
            var key = ReportKey.Read(new Validation(), Actor.System, $"{grouping}", null, configuration, day, database.Dialect);
            var criteria = CallCriteria.Of(day, CallScope.Everything) with { OfLegs = key.CountsLegs };
            // A day is never more than may be counted.
            return (
                await CallReportReader.ReadAsync(connection, key, criteria, CallReportReader.ColumnOf(key, criteria, configuration.Zone))
            )!.Groups;
        }
    }

    private static IEnumerable<BookDifference> Compare(
        string subject,
        IEnumerable<CallEntry> entries,
        Func<CallEntry, string> ofEntry,
        IEnumerable<CountedGroup> reported,
        Func<CountedGroup, string> ofGroup,
        Func<CallCounts, long> amount
    )
    {
        var expected = entries.GroupBy(e => (ofEntry(e), e.Currency.Code)).ToDictionary(g => g.Key, g => g.Sum(e => e.Amount));
        var found = reported.GroupBy(g => (ofGroup(g), g.Currency)).ToDictionary(g => g.Key, g => g.Sum(r => amount(r.Counts)));
        foreach (var (group, currency) in expected.Keys.Union(found.Keys).Order())
        {
            var (sum, shown) = (expected.GetValueOrDefault((group, currency)), found.GetValueOrDefault((group, currency)));
            if (sum != shown)
                yield return new BookDifference(
                    BookDifferenceKind.ReportNotItsEntries,
                    $"{subject} {group}".TrimEnd(),
                    sum / 1_000_000m,
                    shown / 1_000_000m,
                    currency
                );
        }
    }
}

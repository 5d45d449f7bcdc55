using System.Data.Common;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// Adds up hours of calls that are over, so that a report of a year reads hours instead of calls (decision 0021). 1 give a row to each hour that
/// is over, from when on the database notes what changes in it; 2 on PostgreSQL wait for the transactions that had not seen that row; 3 add up
/// each hour that is due, as the report itself counts, in one moment: where a change was noted that the sums do not contain, the hour stays due.
/// </summary>
public sealed class SumReportHours(Database database)
{
    private const int Most = 1000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // A call counts no longer by itself: its campaign and publisher, or whom its leg was dialed to.
    private const string OfCall = "c.campaign_id || '|' || COALESCE(c.publisher_id, '')";

    private static readonly ReportKey Calls = new(CallReportGrouping.Column, OfCall);

    private static readonly ReportKey Legs = new(
        CallReportGrouping.Column,
        $"{OfCall} || '|' || g.target_id || '|' || COALESCE(g.buyer_id, '')"
    )
    {
        CountsLegs = true,
    };

    /// <summary>One round; returns whether more waits that can be done at once.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation = default)
    {
        var opened = await OpenAsync(cancellation);
        var due = await database.ReadAsync(c => ReportSumsSql.DueAsync(c, Most), cancellation);
        if (due.Count == 0 || !await HaveSeenAsync(cancellation))
            return false;
        var filled = 0;
        foreach (var hour in due)
            if (await FillAsync(hour, cancellation))
                filled++;
        return filled > 0 && (opened == Most || due.Count == Most);
    }

    /// <summary>From the first call's hour to the last one's, none that is not over for an hour.</summary>
    private async Task<int> OpenAsync(CancellationToken cancellation)
    {
        var hours = await database.ReadAsync(
            async c =>
            {
                if (await ReportSumsSql.SpanAsync(c) is not { } span)
                    return [];
                var first = span.From.UnixMilliseconds / ReportParts.Hour;
                var last = Math.Min(
                    (span.To.UnixMilliseconds - 1) / ReportParts.Hour,
                    database.Now.UnixMilliseconds / ReportParts.Hour - 2
                );
                var opened = await ReportSumsSql.OpenedAsync(c);
                var later = Hours((opened.Last ?? first - 1) + 1, last);
                var earlier = opened.First is { } from ? Hours(first, from - 1) : [];
                return later.Concat(earlier).Take(Most).ToList();
            },
            cancellation
        );
        if (hours.Count > 0)
            await database.WriteAsync(WriteKeys.None, unit => ReportSumsSql.OpenAsync(unit, hours), cancellation);
        return hours.Count;
    }

    private static IEnumerable<long> Hours(long first, long last)
    {
        for (var hour = first; hour <= last; hour++)
            yield return hour;
    }

    /// <summary>
    /// Whether all who now write have seen the hours' rows. Who began before one was there notes nothing, and is seen by nobody until it commits.
    /// SQLite has one writer.
    /// </summary>
    private async Task<bool> HaveSeenAsync(CancellationToken cancellation)
    {
        if (database.Dialect == Dialect.Sqlite)
            return true;
        var transaction = await database.WriteAsync(WriteKeys.None, ReportSumsSql.TransactionAsync, cancellation);
        var step = TimeSpan.FromMilliseconds(50);
        for (var waited = TimeSpan.Zero; waited < LongestWait; waited += step)
        {
            if (await database.ReadAsync(c => ReportSumsSql.AreOverAsync(c, transaction), cancellation))
                return true;
            // The machine's clock and not the product's, which a test may hold still.
            await Task.Delay(step, TimeProvider.System, cancellation);
        }

        return false;
    }

    private async Task<bool> FillAsync(long hour, CancellationToken cancellation)
    {
        var range = ReportParts.RangeOf(hour);
        var ((filled, changes), sums) = await database.ReadAsync(
            async c =>
                (
                    await ReportSumsSql.StateAsync(c, hour),
                    await ReportSumsSql.HasLiveAsync(c, range)
                        ? null
                        : new List<ReportSum>([.. await AddUpAsync(c, Calls, hour), .. await AddUpAsync(c, Legs, hour)])
                ),
            cancellation
        );
        return sums is not null
            && await database.WriteAsync(WriteKeys.None, unit => ReportSumsSql.FillAsync(unit, hour, filled, changes, sums), cancellation);
    }

    private static async Task<List<ReportSum>> AddUpAsync(DbConnection connection, ReportKey key, long hour)
    {
        var criteria = CallCriteria.Of(ReportParts.RangeOf(hour), CallScope.Everything) with { OfLegs = key.CountsLegs };
        // Without a hold only what is disputed is pending; with one that began before all calls, all that was earned.
        var groups = await CallReportSql.CountAsync(connection, key, criteria);
        var earned = (await CallReportSql.CountAsync(connection, key, criteria with { HeldSince = new Instant(-1) })).ToDictionary(
            g => (g.Key, g.Currency),
            g => g.Counts
        );
        var dialed = key.CountsLegs ? [] : await CallReportSql.CountDialedAsync(connection, key, criteria);
        return
        [
            .. groups.Select(g =>
            {
                var ids = g.Key!.Split('|');
                var held = earned[(g.Key, g.Currency)];
                return new ReportSum(
                    key.CountsLegs ? 1 : 0,
                    hour,
                    ids[0],
                    ids[1],
                    key.CountsLegs ? ids[2] : "",
                    key.CountsLegs ? ids[3] : "",
                    g.Currency,
                    g.Counts
                )
                {
                    DisputedRevenue = g.Counts.PendingRevenue,
                    DisputedPayout = g.Counts.PendingPayout,
                    EarnedRevenue = held.PendingRevenue,
                    EarnedPayout = held.PendingPayout,
                    Dialed = dialed.GetValueOrDefault((g.Key, g.Currency)),
                };
            }),
        ];
    }
}

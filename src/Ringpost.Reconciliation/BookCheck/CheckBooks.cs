using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Earnings;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.Periods;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>
/// The double-entry check: 1 calls, legs, adjustments and ledger, the call report and the amounts of its calls, 2 conversions and their history,
/// 3 rollups and records, 4 every amount of both books and the documents that hold it, 5 the conversion report and amounts. Each read is short; it runs beside everything else and stores what it found.
/// </summary>
public sealed class CheckBooks
{
    /// <summary>A report over records reads at most so many days.</summary>
    private const int ReportDays = 31;

    private readonly Database _database;
    private readonly Snapshot<Instance> _instance;
    private readonly BookWalk _walk;
    private readonly CheckCallBook _calls;
    private readonly CheckCallReport _callReport;
    private readonly CheckConversionBook _conversions;
    private readonly CheckReports _rollups;
    private readonly GetReport _report;

    internal CheckBooks(
        Database database,
        Snapshot<Instance> instance,
        BookWalk walk,
        CheckCallBook calls,
        CheckCallReport callReport,
        CheckConversionBook conversions,
        CheckReports rollups,
        GetReport report
    ) =>
        (_database, _instance, _walk, _calls, _callReport, _conversions, _rollups, _report) = (
            database,
            instance,
            walk,
            calls,
            callReport,
            conversions,
            rollups,
            report
        );

    public async Task<Result<BookCheckRun>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var started = _database.Now;
        var found = new List<BookDifference>();
        found.AddRange((await _calls.RunAsync(actor, cancellation)).Value);
        found.AddRange((await _callReport.RunAsync(actor, cancellation)).Value);
        found.AddRange((await _conversions.RunAsync(actor, cancellation)).Value);
        found.AddRange((await _rollups.RunAsync(actor, cancellation)).Value);
        var amounts = await CheckDocumentsAsync(actor, found, started, cancellation);
        await _database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await BookCheckSql.InsertAsync(unit, actor, started, amounts, found);
                if (found.Count > 0)
                    await Alerting.BeginAsync(
                        unit,
                        Alert(
                            found.Count == 1
                                ? Phrase.Of($"The books do not add up: 1 difference, first {found[0].Subject}.")
                                : Phrase.Of($"The books do not add up: {found.Count:#,##0} differences, first {found[0].Subject}.")
                        )
                    );
                else
                    await Alerting.EndAsync(unit, Alert("The books add up again."));
            },
            cancellation
        );
        return (await _database.ReadAsync(BookCheckSql.LastAsync, cancellation))!;
    }

    private static AlertDraft Alert(Phrase note) => new(AlertKind.BooksDiffer, "books", note);

    private async Task<long> CheckDocumentsAsync(Actor actor, List<BookDifference> found, Instant started, CancellationToken cancellation)
    {
        // First the documents, then the amounts: one that is closed meanwhile is not looked at.
        var (documents, periods) = await _database.ReadAsync(
            async c =>
                (
                    await BookCheckSql.ListDocumentsAsync(c),
                    (await PeriodsSql.ListAsync(c, long.MaxValue, int.MaxValue))
                        .Where(p => p.State == PeriodState.Closed)
                        .ToDictionary(p => p.Id)
                ),
            cancellation
        );
        var check = new DocumentCheck(documents, periods);
        var zone = (await _instance.GetAsync(cancellation)).Zone;
        var sums = new Dictionary<(int Window, DocumentKind Kind, string Currency), decimal>();
        var amounts = 0L;
        await foreach (var piece in _walk.ReadAsync(actor, new TimeRange(Period.Beginning, TimeRange.All.To), zone, started, cancellation))
        {
            var held = await _database.ReadAsync(
                c => DocumentsSql.FindEntriesAsync(c, _database.Dialect, piece.Select(e => (e.Source, e.Key))),
                cancellation
            );
            foreach (var entry in piece)
            {
                check.See(entry, held.GetValueOrDefault((entry.Source, entry.Key, entry.Side)));
                var key = (WindowOf(entry.EffectiveDay), entry.Account.Kind, entry.Account.Currency.Code);
                sums[key] = sums.GetValueOrDefault(key) + (entry.Amount / 1_000_000m);
            }

            amounts += piece.Count;
        }

        for (var place = HeldKey.Start; place is not null; )
        {
            var held = await _database.ReadAsync(c => BookCheckSql.ListHeldAsync(c, place), cancellation);
            foreach (var amount in held)
                check.See(amount);
            place = held.Count == BookCheckSql.Piece ? held[^1] : null;
        }

        var lines = new Dictionary<long, decimal>();
        foreach (var document in documents)
            lines[document.Id] = await _database.ReadAsync(c => BookCheckSql.LinesOfAsync(c, document.Id), cancellation);
        check.Finish(lines, await _database.ReadAsync(BookCheckSql.ListSeriesAsync, cancellation));
        found.AddRange(check.Found);
        await CheckReportsAsync(actor, found, sums, started, zone, cancellation);
        return amounts;
    }

    /// <summary>The conversion report of each stretch of days, as of the beginning of the check, against the amounts of those days.</summary>
    private async Task CheckReportsAsync(
        Actor actor,
        List<BookDifference> found,
        Dictionary<(int Window, DocumentKind Kind, string Currency), decimal> sums,
        Instant started,
        TimeZoneInfo zone,
        CancellationToken cancellation
    )
    {
        foreach (
            var window in sums
                .Keys.Where(k => k.Kind is DocumentKind.AdvertiserBill or DocumentKind.AffiliateStatement)
                .Select(k => k.Window)
                .Distinct()
                .Order()
        )
        {
            var (from, to) = (Day(window * ReportDays), Day((window * ReportDays) + ReportDays - 1));
            var answer = await _report.RunAsync(
                actor,
                new ReportRequest
                {
                    GroupBy = "offer",
                    From = from,
                    To = to,
                    Zone = zone.Id,
                    AsOf = $"{started}",
                },
                1,
                0,
                cancellation
            );
            var totals = answer.Value.Totals;
            foreach (var currency in totals.Select(t => t.Currency).Union(sums.Keys.Where(k => k.Window == window).Select(k => k.Currency)))
            {
                var row = totals.FirstOrDefault(t => t.Currency == currency);
                Compare("received", DocumentKind.AdvertiserBill, row?.Revenue ?? 0);
                Compare("paid", DocumentKind.AffiliateStatement, row?.Cost ?? 0);

                void Compare(string side, DocumentKind kind, decimal reported)
                {
                    var sum = sums.GetValueOrDefault((window, kind, currency));
                    if (sum != reported)
                        found.Add(
                            new BookDifference(
                                BookDifferenceKind.ReportNotItsEntries,
                                $"conversion report {from} to {to}, {side}",
                                sum,
                                reported,
                                currency
                            )
                        );
                }
            }
        }
    }

    private static int WindowOf(string day) =>
        DateOnly.TryParseExact(day, Period.DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.DayNumber / ReportDays
            : 0;

    private static string Day(int number) => DateOnly.FromDayNumber(number).ToString(Period.DayFormat, CultureInfo.InvariantCulture);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/book-check",
            async (HttpContext http, CheckBooks operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>
/// What differs, one by one, each with its reason and what sets it right: the calls in order of arrival, then what was booked without a paid call.
/// A page may be shorter than asked, even empty, and yet name a next one: the search then goes on from there.
/// </summary>
public sealed class ListAgreementRows
{
    // A page is answered while it is waited for; what agrees is walked over quickly.
    private const int MostSlices = 50;

    private readonly Database _database;
    private readonly Snapshot<Instance> _instance;
    private readonly OwnBooksReader _reader;

    internal ListAgreementRows(Database database, Snapshot<Instance> instance, OwnBooksReader reader) =>
        (_database, _instance, _reader) = (database, instance, reader);

    public async Task<Result<Page<OwnRow>>> RunAsync(
        Actor actor,
        OwnRowQuestion question,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var validation = new Validation();
        var (filter, zone) = question.Days.Read(validation, (await _instance.GetAsync(cancellation)).Zone, _database.Now);
        var verdict = question.ReadVerdict(validation);
        if (OwnPlace.Read(page.Cursor) is not { } start)
            return NumberedPages.BadCursor;
        if (validation.HasErrors)
            return validation.ToRefusal();

        var names = await _reader.NamesAsync(cancellation);
        var rule = new OwnRule(names, zone);
        if (question.CallId is { } id)
            return await _reader.ReadAsync(actor, id, rule, names, cancellation) is { } one
                ? new Page<OwnRow>([.. rule.Rows(one, verdict)], null)
                : new Missing($"Call {id}");

        var rows = new List<OwnRow>();
        var place = start;
        for (var slice = 0; slice < MostSlices && place is not null; slice++)
        {
            var (items, next) = await _reader.ReadAsync(actor, filter, rule, names, place, cancellation);
            foreach (var judged in items)
            {
                OwnRow[] found = [.. rule.Rows(judged, verdict)];
                // A call's rows stay together: one that does not fit begins the next page.
                if (rows.Count > 0 && rows.Count + found.Length > page.BoundedLimit)
                    return new Page<OwnRow>(rows, place.ToCursor());
                rows.AddRange(found);
                place = judged.Place;
                if (rows.Count >= page.BoundedLimit)
                    return new Page<OwnRow>(rows, place.ToCursor());
            }

            place = next;
        }

        return new Page<OwnRow>(rows, place?.ToCursor());
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/agreement/rows",
            async (
                HttpContext http,
                ListAgreementRows operation,
                [AsParameters] OwnRowQuestion question,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), question, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/agreement/rows.csv",
            (HttpContext http, ListAgreementRows operation, [AsParameters] OwnRowQuestion question) =>
                new CsvAnswer<OwnRow>(
                    "agreement-rows.csv",
                    Columns,
                    cursor => operation.RunAsync(http.Actor(), question, new PageRequest(1000, cursor), http.RequestAborted)
                )
        );
    }

    private static readonly CsvColumn<OwnRow>[] Columns =
    [
        new("Day", r => r.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("Verdict", r => r.Verdict.Title()),
        new("Reason", r => string.Join(" ", r.Reason)),
        new("Call ID", r => r.CallId?.Value),
        new("Call (UTC)", r => r.CallAt?.ToString()),
        new("Campaign", r => r.CallCampaignName),
        new("Publisher", r => r.PublisherName),
        new("Payout", r => GetAgreement.Amount(r.Payout)),
        new("Revenue", r => GetAgreement.Amount(r.Revenue)),
        new("Currency", r => r.Currency.Code),
        new("Conversion ID", r => r.ConversionId?.ToString()),
        new("Conversion (UTC)", r => r.ConversionAt?.ToString()),
        new("Offer", r => r.OfferName),
        new("Affiliate", r => r.AffiliateName),
        new("Paid", r => r.ConversionId is null ? null : GetAgreement.Amount(r.Paid)),
        new("Received", r => r.ConversionId is null ? null : GetAgreement.Amount(r.Received)),
        new("Conversion Currency", r => r.ConversionCurrency?.Code),
        new("Count Difference", r => r.Count.ToString(CultureInfo.InvariantCulture)),
        new("Paid Difference", r => r.PaidDifference?.ToString("0.00####", CultureInfo.InvariantCulture)),
        new("Received Difference", r => r.ReceivedDifference?.ToString("0.00####", CultureInfo.InvariantCulture)),
    ];
}

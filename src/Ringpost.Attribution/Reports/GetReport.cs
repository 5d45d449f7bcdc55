using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.PixelLog;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// Clicks, conversions and money by up to three groupings (cake.md 9.1, 9.2), in any zone, beside the period before where that is asked.
/// Exact at every moment: rollups and what is not folded into them yet (decision 0007). What rollups don't hold is counted from the records.
/// </summary>
public sealed class GetReport(Database database, Snapshot<Instance> instance, TimeProvider time)
{
    /// <summary>More than a page shows; a file has them all.</summary>
    public const int MostRows = 10_000;

    /// <param name="limit">At most <see cref="MostRows"/> rows, from the <paramref name="offset"/>th; totals are of all.</param>
    public async Task<Result<ReportAnswer>> RunAsync(
        Actor actor,
        ReportRequest request,
        int limit = 1000,
        int offset = 0,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        var question = request.Read(validation, (await instance.GetAsync(cancellation)).Zone, Instant.Now(time));
        if (!actor.May(Permission.SeeRevenue))
            NeedNoRevenue(validation, request, question);
        if (limit is < 1 or > MostRows)
            validation.Add("limit", $"1 to {MostRows}.");
        if (offset < 0)
            validation.Add("offset", "0 or more.");
        if (validation.HasErrors)
            return validation.ToRefusal();

        var whole = await ReadAsync(actor, request, question, cancellation);
        return whole with { Rows = [.. whole.Rows.Skip(offset).Take(limit)] };
    }

    private static void NeedNoRevenue(Validation validation, ReportRequest request, ReportQuestion question)
    {
        var refusal = new Forbidden(Permission.SeeRevenue).Says;
        if (question.Groupings.Contains(ReportDimension.Advertiser))
            validation.Add("groupBy", refusal);
        if (request.AdvertiserId is not null)
            validation.Add("advertiserId", refusal);
        if (ReportColumn.Find(request.Sort) is { } column && !ReportColumn.SeenBy(new Actor("", "", Role.ReadOnly)).Contains(column))
            validation.Add("sort", refusal);
    }

    /// <summary>With all rows.</summary>
    private async Task<ReportAnswer> ReadAsync(Actor actor, ReportRequest request, ReportQuestion question, CancellationToken cancellation)
    {
        var reader = new ReportReader(database);
        var sums = await reader.ReadAsync(question, cancellation);
        var now = ReportRows.Collect(sums, key => key);
        var period = request.IsCompared ? new ReportPeriod(sums.Zone) : null;
        Dictionary<ReportKey, ReportSum>? before = null;
        if (period is not null)
        {
            var earlier = await reader.ReadAsync(question with { Range = period.Previous }, cancellation);
            before = ReportRows.Collect(earlier, key => period.ToThis(key, question.Groupings));
        }

        if (!actor.May(Permission.SeeRevenue))
            foreach (var sum in now.Values.Concat(before?.Values.AsEnumerable() ?? []))
                sum.HideRevenue();
        var names = await database.ReadAsync(c => ReportNames.LoadAsync(c, question.Groupings), cancellation);
        var isOpen = actor.May(Permission.SeeFullNumbers);
        var rows = ReportRows.ToRows(
            now,
            before,
            question.Groupings,
            question.Zone,
            names,
            text => isOpen ? text : PixelLogView.MaskPersonal(text)
        );
        ReportRows.Sort(rows, request, question.Groupings);
        return new ReportAnswer(
            question.Groupings[0].Word(),
            question.Groupings,
            question.Range.From,
            question.Range.To,
            question.Zone.Id,
            period?.Previous.From,
            period?.Previous.To,
            rows.Count,
            rows,
            ReportRows.ToTotals(now, before),
            question.RowsReason is null ? "rollups" : "records"
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/conversion-report",
            async (HttpContext http, GetReport operation, [AsParameters] ReportRequest request, int limit = 1000, int offset = 0) =>
                (await operation.RunAsync(http.Actor(), request, limit, offset, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/conversion-report.csv",
            async Task<IResult> (HttpContext http, GetReport operation, [AsParameters] ReportRequest request) =>
            {
                var report = await operation.RunAsync(http.Actor(), request, MostRows, 0, http.RequestAborted);
                if (!report.IsOk)
                    return report.Refusal.ToProblem();
                return new CsvAnswer<ReportRow>(
                    $"report-{string.Join('-', report.Value.Groupings.Select(g => g.Word()))}.csv",
                    ReportFile.Columns(report.Value, http.Actor()),
                    async cursor => await operation.PageAsync(http.Actor(), request, report.Value, cursor, http.RequestAborted)
                );
            }
        );
    }

    /// <summary>Pages of a file: the first is there, the others are read again, which few files need.</summary>
    private async Task<Page<ReportRow>> PageAsync(
        Actor actor,
        ReportRequest request,
        ReportAnswer first,
        string? cursor,
        CancellationToken cancellation
    )
    {
        var offset = cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
        var page = offset == 0 ? first : (await RunAsync(actor, request, MostRows, offset, cancellation)).Value;
        var next = offset + MostRows;
        return new Page<ReportRow>(page.Rows, next < first.RowCount ? $"{next}" : null);
    }
}

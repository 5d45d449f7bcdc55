using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Changes of many conversions at once, newest first, and what became of the rows of each, as a list and as a file.</summary>
public sealed class ListMassRuns(Database database)
{
    public async Task<Result<Page<MassRun>>> RunAsync(Actor actor, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        return (await database.ReadAsync(c => MassRunsSql.ListAsync(c, before, page.BoundedLimit), cancellation)).ToPage(page, r => r.Id);
    }

    /// <summary>The rows of one run, in their order.</summary>
    public async Task<Result<Page<MassRow>>> RowsAsync(Actor actor, long id, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadAfter(out var after))
            return NumberedPages.BadCursor;
        if (await database.ReadAsync(c => MassRunsSql.FindAsync(c, id), cancellation) is null)
            return new Missing($"Run {id}");
        return (await database.ReadAsync(c => MassRunsSql.ListRowsAsync(c, id, after, page.BoundedLimit), cancellation)).ToPage(
            page,
            r => r.RowNo
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/mass-runs",
            async (HttpContext http, ListMassRuns operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/mass-runs/{id:long}/rows",
            async (HttpContext http, long id, ListMassRuns operation, int limit = 100, string? cursor = null) =>
                (await operation.RowsAsync(http.Actor(), id, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/mass-runs/{id:long}/rows.csv",
            async Task<IResult> (HttpContext http, long id, ListMassRuns operation) =>
            {
                Task<Result<Page<MassRow>>> Fetch(string? cursor) =>
                    operation.RowsAsync(http.Actor(), id, new PageRequest(1000, cursor), http.RequestAborted);
                var first = await Fetch(null);
                if (!first.IsOk)
                    return first.Refusal.ToProblem();
                return new CsvAnswer<MassRow>(
                    $"result-{id}.csv",
                    Columns,
                    async cursor => cursor is null ? first.Value : (await Fetch(cursor)).Value
                );
            }
        );
    }

    private static readonly IReadOnlyList<CsvColumn<MassRow>> Columns =
    [
        new("Row", r => $"{r.RowNo}"),
        new("Result", r => r.Outcome),
        new("Message", r => r.Message?.ToString()),
        new("Conversion ID", r => $"{r.ConversionId}"),
        new("Currency", r => r.Currency),
        new("Received Before", r => Text(r.ReceivedBefore)),
        new("Received After", r => Text(r.ReceivedAfter)),
        new("Payout Before", r => Text(r.PaidBefore)),
        new("Payout After", r => Text(r.PaidAfter)),
        new("Disposition", r => r.Disposition),
    ];

    private static string? Text(decimal? amount) => amount?.ToString("0.00####", CultureInfo.InvariantCulture);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Rates;

/// <summary>Rates from a CSV file with the columns Currency, Day and Rate: first what it holds and what is wrong, row by row, then stored.</summary>
public sealed class ReadRateFile(Database database, ConfigurationVersion configuration)
{
    private const int Slice = 500;

    private static readonly string[] Columns = ["Currency", "Day", "Rate"];

    /// <param name="RowNo">The line of the file; the head is 1.</param>
    public sealed record Row(long RowNo, string Currency, string Day, decimal Rate, Phrase? Problem);

    /// <param name="Applied">How many were stored; 0 for a preview.</param>
    public sealed record Response(int Rows, int Problems, int Applied, IReadOnlyList<Row> Items);

    public async Task<Result<Response>> RunAsync(Actor actor, string file, bool apply, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var read = CsvRows.Read(file, Columns, Columns);
        if (!read.IsOk)
            return read.Refusal;
        var own = (await database.ReadAsync(Instance.ReadAsync, cancellation)).Currency;
        var rows = read.Value.Select(r => Read(r, own)).ToList();
        var applied = 0;
        if (apply)
            foreach (var slice in rows.Where(r => r.Problem is null).Chunk(Slice))
                applied += await StoreAsync(actor, slice, cancellation);
        return new Response(rows.Count, rows.Count(r => r.Problem is not null), applied, rows);
    }

    private static Row Read(CsvRow row, Currency own)
    {
        var validation = new Validation();
        var draft = RateRule.Read(validation, new(row["Currency"], row["Day"], RateRule.ReadRate(row["Rate"])), own);
        return validation.HasErrors
            ? new Row(row.No, row["Currency"], row["Day"], 0, validation.ToRefusal().Says)
            : new Row(row.No, draft.Currency, draft.Day, draft.Rate, null);
    }

    private Task<int> StoreAsync(Actor actor, Row[] slice, CancellationToken cancellation) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                foreach (var row in slice)
                    await SetRate.StoreAsync(unit, actor, new RateDraft(row.Currency, row.Day, row.Rate));
                await configuration.RaiseAsync(unit);
                return slice.Length;
            },
            cancellation
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/exchange-rates/file",
            async (HttpContext http, ReadRateFile operation, bool apply = false) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        await new StreamReader(http.Request.Body).ReadToEndAsync(http.RequestAborted),
                        apply,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}

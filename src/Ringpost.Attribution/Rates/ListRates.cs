using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Rates;

/// <summary>Exchange rates, the newest day first.</summary>
public sealed class ListRates(Database database)
{
    public async Task<Result<Page<ExchangeRate>>> RunAsync(
        Actor actor,
        string? currency,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!Cursor.TryDecode(page.Cursor, out var key) || (key is not null && key.Split(' ').Length != 2))
            return NumberedPages.BadCursor;
        var (day, code) = key is null ? ("9999-99-99", "") : (key.Split(' ')[0], key.Split(' ')[1]);
        var rows = await database.ReadAsync(
            c => RatesSql.ListAsync(c, string.IsNullOrEmpty(currency) ? null : currency.ToUpperInvariant(), day, code, page.BoundedLimit),
            cancellation
        );
        return new Page<ExchangeRate>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Day} {rows[^1].Currency}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/exchange-rates",
            async (HttpContext http, ListRates operation, string? currency, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), currency, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

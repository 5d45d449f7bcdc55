using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Rates;

/// <summary>Which conversions wait for a rate, by day and currencies, and whether it is there by now.</summary>
public sealed class ListRateWaits(Database database, Snapshot<OfferConfiguration> configuration)
{
    /// <param name="Rate">Units of the offer's currency per unit of the sent one; null while a rate is missing.</param>
    public sealed record Row(string Day, string Currency, string OfferCurrency, long Conversions, decimal? Rate);

    public async Task<Result<Page<Row>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var book = (await configuration.GetAsync(cancellation)).Rates;
        var waits = await database.ReadAsync(RateWaitsSql.ListAsync, cancellation);
        return new Page<Row>([.. waits.Select(w => new Row(w.Day, w.Currency, w.OfferCurrency, w.Conversions, RateOf(book, w)))], null);
    }

    internal static decimal? RateOf(RateBook book, RateWait wait) =>
        Primitives.Currency.TryParse(wait.Currency, out var from)
        && Primitives.Currency.TryParse(wait.OfferCurrency, out var to)
        && RateBook.TryReadDay(wait.Day, out var day)
            ? book.Between(from, to, day)
            : null;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/exchange-rates/waiting",
            async (HttpContext http, ListRateWaits operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Rates;

/// <summary>
/// Converts what conversions sent in a currency whose rate was missing and is there by now, each by the rate of its own day; they count on that
/// day. Slice by slice; a second run finds nothing.
/// </summary>
public sealed class SettleRateWaits(Database database, Snapshot<OfferConfiguration> configuration, RateSettlement settlement)
{
    private const int Slice = 100;

    /// <param name="StillWaiting">Conversions whose rate is missing.</param>
    public sealed record Response(int Settled, long StillWaiting);

    public async Task<Result<Response>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var picture = await configuration.GetAsync(cancellation);
        var settled = 0;
        long waiting = 0;
        foreach (var wait in await database.ReadAsync(RateWaitsSql.ListAsync, cancellation))
        {
            if (ListRateWaits.RateOf(picture.Rates, wait) is not { } rate)
            {
                waiting += wait.Conversions;
                continue;
            }

            for (long after = 0; ; )
            {
                var ids = await database.ReadAsync(
                    c => RateWaitsSql.ListIdsAsync(c, wait.Day, wait.Currency, wait.OfferCurrency, after, Slice),
                    cancellation
                );
                if (ids.Count == 0)
                    break;
                after = ids[^1];
                settled += await database.WriteAsync(
                    WriteKeys.None,
                    unit => settlement.RunAsync(unit, actor, picture, ids, wait, rate),
                    cancellation
                );
            }
        }

        return new Response(settled, waiting);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/exchange-rates/settle",
            async (HttpContext http, SettleRateWaits operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

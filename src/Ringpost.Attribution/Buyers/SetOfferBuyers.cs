using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Buyers;

/// <summary>Says which advertisers may be named in <c>adv</c> on an offer: any, or those listed. The offer's own advertiser always may.</summary>
public sealed class SetOfferBuyers(Database database, ConfigurationVersion configuration)
{
    /// <param name="Buyers"><c>any</c> or <c>listed</c>.</param>
    public sealed record Request(string? Buyers, IReadOnlyList<AdvertiserId>? AdvertiserIds = null);

    public sealed record Response(string Buyers, IReadOnlyList<AdvertiserId> AdvertiserIds);

    public async Task<Result<Response>> ReadAsync(Actor actor, OfferId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var (offer, stored) = await database.ReadAsync(
            async c => (await OffersSql.FindAsync(c, id), await OfferBuyersSql.ReadAsync(c, id)),
            cancellation
        );
        return offer is null ? new Missing($"Offer {id}") : Answer(stored);
    }

    public async Task<Result<Response>> RunAsync(Actor actor, OfferId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (request.Buyers is not ("any" or "listed"))
            return new Invalid("buyers", "The buyers are any or listed.");
        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of($"offer:{id}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, id) is null)
                    return new Missing($"Offer {id}");
                var before = await OfferBuyersSql.ReadAsync(unit.Connection, id);
                var listed = request.AdvertiserIds?.Distinct().ToArray() ?? [.. before.Listed];
                foreach (var advertiser in listed)
                    if (await AdvertisersSql.FindAsync(unit.Connection, advertiser) is null)
                        return new Invalid("advertiserIds", $"Advertiser {advertiser} does not exist.");
                await OfferBuyersSql.WriteAsync(unit, id, request.Buyers == "listed", listed);
                var after = Answer(await OfferBuyersSql.ReadAsync(unit.Connection, id));
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{id}", "buyers", Answer(before), after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    private static Response Answer((bool ListedOnly, IReadOnlyList<AdvertiserId> Listed) stored) =>
        new(stored.ListedOnly ? "listed" : "any", stored.Listed);

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/offers/{id}/buyers",
            async (HttpContext http, OfferId id, SetOfferBuyers operation) =>
                (await operation.ReadAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/offers/{id}/buyers",
            async (HttpContext http, OfferId id, Request request, SetOfferBuyers operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
    }
}

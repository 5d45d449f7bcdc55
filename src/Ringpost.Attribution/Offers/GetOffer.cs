using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Offers;

/// <summary>One offer.</summary>
public sealed class GetOffer(Database database)
{
    public async Task<Result<OfferAnswer>> RunAsync(Actor actor, OfferId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => OffersSql.FindAsync(c, id), cancellation) is { } offer
            ? OfferAnswer.Of(offer).For(actor)
            : new Missing($"Offer {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}",
            async (HttpContext http, OfferId id, GetOffer operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

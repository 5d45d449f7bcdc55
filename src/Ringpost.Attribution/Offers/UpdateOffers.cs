using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Offers;

/// <summary>The same change of many offers, each by <see cref="UpdateOffer"/>.</summary>
public sealed class UpdateOffers(BulkRun bulk, UpdateOffer change)
{
    public Task<Result<BulkAnswer<OfferId>>> RunAsync(
        Actor actor,
        BulkRequest<OfferId, UpdateOffer.Request> request,
        CancellationToken cancellation = default
    ) => bulk.RunAsync(actor, request, (a, id, to) => change.RunAsync(a, id, to, cancellation), null, null, cancellation);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offers/change-many",
            async (HttpContext http, BulkRequest<OfferId, UpdateOffer.Request> request, UpdateOffers operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Advertisers;

/// <summary>The same change of many advertisers, each by <see cref="RenameAdvertiser"/>.</summary>
public sealed class UpdateAdvertisers(BulkRun bulk, RenameAdvertiser change)
{
    public Task<Result<BulkAnswer<AdvertiserId>>> RunAsync(
        Actor actor,
        BulkRequest<AdvertiserId, RenameAdvertiser.Request> request,
        CancellationToken cancellation = default
    ) => bulk.RunAsync(actor, request, (a, id, to) => change.RunAsync(a, id, to, cancellation), null, null, cancellation);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/advertisers/change-many",
            async (HttpContext http, BulkRequest<AdvertiserId, RenameAdvertiser.Request> request, UpdateAdvertisers operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

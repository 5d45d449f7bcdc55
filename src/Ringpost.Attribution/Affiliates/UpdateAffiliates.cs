using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Affiliates;

/// <summary>The same change of many affiliates, each by <see cref="UpdateAffiliate"/>.</summary>
public sealed class UpdateAffiliates(BulkRun bulk, UpdateAffiliate change)
{
    public Task<Result<BulkAnswer<AffiliateId>>> RunAsync(
        Actor actor,
        BulkRequest<AffiliateId, UpdateAffiliate.Request> request,
        CancellationToken cancellation = default
    ) => bulk.RunAsync(actor, request, (a, id, to) => change.RunAsync(a, id, to, cancellation), null, null, cancellation);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/affiliates/change-many",
            async (HttpContext http, BulkRequest<AffiliateId, UpdateAffiliate.Request> request, UpdateAffiliates operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

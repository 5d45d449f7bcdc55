using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Buyers;

/// <summary>The same change of many buyers, their archiving or restoring: each by <see cref="ChangeBuyer"/>, <see cref="ArchiveBuyer"/> or <see cref="RestoreBuyer"/>.</summary>
public sealed class ChangeBuyers(BulkRun bulk, ChangeBuyer change, ArchiveBuyer archive, RestoreBuyer restore)
{
    public Task<Result<BulkAnswer<BuyerId>>> RunAsync(
        Actor actor,
        BulkRequest<BuyerId, ChangeBuyer.Request> request,
        CancellationToken cancellation = default
    ) =>
        bulk.RunAsync(
            actor,
            request,
            (a, id, to) => change.RunAsync(a, id, to, cancellation),
            (a, id) => archive.RunAsync(a, id, cancellation),
            (a, id) => restore.RunAsync(a, id, cancellation),
            cancellation
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/buyers/change-many",
            async (HttpContext http, BulkRequest<BuyerId, ChangeBuyer.Request> request, ChangeBuyers operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

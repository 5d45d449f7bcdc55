using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Publishers;

/// <summary>The same change of many publishers, their archiving or restoring: each by <see cref="ChangePublisher"/>, <see cref="ArchivePublisher"/> or <see cref="RestorePublisher"/>.</summary>
public sealed class ChangePublishers(BulkRun bulk, ChangePublisher change, ArchivePublisher archive, RestorePublisher restore)
{
    public Task<Result<BulkAnswer<PublisherId>>> RunAsync(
        Actor actor,
        BulkRequest<PublisherId, ChangePublisher.Request> request,
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
            "/publishers/change-many",
            async (HttpContext http, BulkRequest<PublisherId, ChangePublisher.Request> request, ChangePublishers operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

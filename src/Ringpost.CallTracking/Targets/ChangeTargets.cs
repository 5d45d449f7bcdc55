using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Targets;

/// <summary>The same change of many targets, their archiving or restoring: each by <see cref="ChangeTarget"/>, <see cref="ArchiveTarget"/> or <see cref="RestoreTarget"/>.</summary>
public sealed class ChangeTargets(BulkRun bulk, ChangeTarget change, ArchiveTarget archive, RestoreTarget restore)
{
    public Task<Result<BulkAnswer<TargetId>>> RunAsync(
        Actor actor,
        BulkRequest<TargetId, ChangeTarget.Request> request,
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
            "/targets/change-many",
            async (HttpContext http, BulkRequest<TargetId, ChangeTarget.Request> request, ChangeTargets operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

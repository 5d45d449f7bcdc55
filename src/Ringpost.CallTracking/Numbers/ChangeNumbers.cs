using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Numbers;

/// <summary>The same change of many tracking numbers, their archiving or restoring: each by <see cref="ChangeNumber"/>, <see cref="ArchiveNumber"/> or <see cref="RestoreNumber"/>.</summary>
public sealed class ChangeNumbers(BulkRun bulk, ChangeNumber change, ArchiveNumber archive, RestoreNumber restore)
{
    public Task<Result<BulkAnswer<NumberId>>> RunAsync(
        Actor actor,
        BulkRequest<NumberId, ChangeNumber.Request> request,
        CancellationToken cancellation = default
    ) =>
        bulk.RunAsync(
            actor,
            request,
            (a, id, to) => change.RunAsync(a, id, to, cancellation),
            (a, id) => archive.RunAsync(a, id, cancellation),
            (a, id) => restore.RunAsync(a, id, null, cancellation),
            cancellation
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/numbers/change-many",
            async (HttpContext http, BulkRequest<NumberId, ChangeNumber.Request> request, ChangeNumbers operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

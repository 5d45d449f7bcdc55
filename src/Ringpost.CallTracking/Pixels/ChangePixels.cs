using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>The same change of many pixels, their archiving or restoring: each by <see cref="ChangePixel"/>, <see cref="ArchivePixel"/> or <see cref="RestorePixel"/>.</summary>
public sealed class ChangePixels(BulkRun bulk, ChangePixel change, ArchivePixel archive, RestorePixel restore)
{
    public Task<Result<BulkAnswer<PixelId>>> RunAsync(
        Actor actor,
        BulkRequest<PixelId, ChangePixel.Request> request,
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
            "/pixels/change-many",
            async (HttpContext http, BulkRequest<PixelId, ChangePixel.Request> request, ChangePixels operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.PixelLog;

/// <summary>One row of the pixel log with its explanation.</summary>
public sealed class GetPixelLogRow(Database database)
{
    public async Task<Result<PixelLogRow>> RunAsync(Actor actor, long id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => PixelLogSql.FindAsync(c, id), cancellation) is { } stored
            ? PixelLogView.Of(stored, actor)
            : new Missing($"Pixel log row {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/pixel-log/{id:long}",
            async (HttpContext http, long id, GetPixelLogRow operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

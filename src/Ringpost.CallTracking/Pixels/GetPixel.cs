using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Pixels;

/// <summary>One pixel, with what is doubtful about it.</summary>
public sealed class GetPixel(Database database, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<PixelSetting>> RunAsync(Actor actor, PixelId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => PixelsSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? PixelWarnings.Add(found, PixelSurroundings.Of(await snapshot.GetAsync(cancellation))).For(actor)
            : new Missing($"Pixel {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/pixels/{id}",
            async (HttpContext http, PixelId id, GetPixel operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

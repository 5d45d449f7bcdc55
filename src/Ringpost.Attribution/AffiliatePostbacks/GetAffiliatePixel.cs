using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The pixel of one place (cake.md 7.1); a place where nothing was set answers with what counts then.</summary>
public sealed class GetAffiliatePixel(Database database)
{
    public async Task<Result<PixelAnswer>> RunAsync(Actor actor, PixelPlace place, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<PixelAnswer>>(
            async c =>
                await PixelOwnersSql.MissingAsync(c, place) is { } missing
                    ? missing
                    : PixelAnswer.Of(await AffiliatePixelsSql.FindAsync(c, place)).For(actor),
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        PixelPaths.MapEach(
            (path, read) =>
                api.MapGet(
                    path,
                    async (HttpContext http, GetAffiliatePixel operation) =>
                        (await operation.RunAsync(http.Actor(), read(http), http.RequestAborted)).ToOk()
                )
        );
}

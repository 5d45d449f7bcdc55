using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>The gallery of pixels to begin with.</summary>
public sealed class ListPixelTemplates
{
    public Result<Page<PixelTemplate>> Run(Actor actor) =>
        actor.May(Permission.Read) ? new Page<PixelTemplate>(PixelTemplates.All, null) : new Forbidden(Permission.Read);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/pixel-templates", (HttpContext http, ListPixelTemplates operation) => operation.Run(http.Actor()).ToOk());
}

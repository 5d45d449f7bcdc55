using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The tokens of a level's postback URL and HTML (cake.md 7.2).</summary>
public sealed class ListAffiliatePixelTokens
{
    public Result<Page<PixelToken>> Run(Actor actor, PixelLevel level) =>
        actor.May(Permission.Read)
            ? new Page<PixelToken>([.. PixelTokens.At(new PixelPlace(level, 0, 0))], null)
            : new Forbidden(Permission.Read);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/affiliate-pixel-tokens",
            (HttpContext http, ListAffiliatePixelTokens operation, string? level) =>
            {
                var validation = new Validation();
                var chosen = validation.Choice("level", level, (PixelLevel?)PixelLevel.Campaign);
                return (validation.HasErrors ? validation.ToRefusal() : operation.Run(http.Actor(), chosen)).ToOk();
            }
        );
}

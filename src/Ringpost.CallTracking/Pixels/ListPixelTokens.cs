using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Pixels;

/// <summary>The tokens that a pixel can hold, declared ones among them, for people and programs that write pixels (ringba.md 4.3).</summary>
public sealed class ListPixelTokens(Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<Page<CatalogueToken>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return new Page<CatalogueToken>([.. TokenCatalogue.All, .. OwnTokens.Of(await snapshot.GetAsync(cancellation))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/pixel-tokens",
            async (HttpContext http, ListPixelTokens operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

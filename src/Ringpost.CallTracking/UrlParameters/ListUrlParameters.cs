using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.UrlParameters;

/// <summary>The declared URL parameters, by name; they are few.</summary>
public sealed class ListUrlParameters(Database database)
{
    public async Task<Result<Page<UrlParameter>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return new Page<UrlParameter>(await database.ReadAsync(UrlParametersSql.AllAsync, cancellation), null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/url-parameters",
            async (HttpContext http, ListUrlParameters operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

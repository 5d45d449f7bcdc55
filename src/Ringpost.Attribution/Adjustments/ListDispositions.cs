using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Adjustments;

/// <summary>The four types of disposition and those that the instance named.</summary>
public sealed class ListDispositions(Database database)
{
    public async Task<Result<Page<Disposition>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return new Page<Disposition>(await database.ReadAsync(DispositionsSql.ListAsync, cancellation), null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/dispositions",
            async (HttpContext http, ListDispositions operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Creatives;

/// <summary>One creative.</summary>
public sealed class GetCreative(Database database)
{
    public async Task<Result<CreativeAnswer>> RunAsync(Actor actor, CreativeId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => CreativesSql.FindAsync(c, id), cancellation) is { } creative
            ? CreativeAnswer.Of(creative)
            : new Missing($"Creative {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/creatives/{id}",
            async (HttpContext http, CreativeId id, GetCreative operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

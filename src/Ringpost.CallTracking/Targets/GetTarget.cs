using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Targets;

/// <summary>One target.</summary>
public sealed class GetTarget(Database database)
{
    public async Task<Result<Target>> RunAsync(Actor actor, TargetId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(c => TargetsSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found
            : new Missing($"Target {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/targets/{id}",
            async (HttpContext http, TargetId id, GetTarget operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

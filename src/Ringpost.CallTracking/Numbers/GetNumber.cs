using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Numbers;

/// <summary>One tracking number.</summary>
public sealed class GetNumber(Database database)
{
    public async Task<Result<TrackingNumber>> RunAsync(Actor actor, NumberId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => NumbersSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found
            : new Missing($"Number {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/numbers/{id}",
            async (HttpContext http, NumberId id, GetNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

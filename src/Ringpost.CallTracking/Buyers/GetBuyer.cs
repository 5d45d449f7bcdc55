using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Buyers;

/// <summary>One buyer.</summary>
public sealed class GetBuyer(Database database)
{
    public async Task<Result<Buyer>> RunAsync(Actor actor, BuyerId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(c => BuyersSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found
            : new Missing($"Buyer {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/buyers/{id}",
            async (HttpContext http, BuyerId id, GetBuyer operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

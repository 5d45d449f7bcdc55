using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Log;

/// <summary>One delivery with all that is sent and all attempts.</summary>
public sealed class GetDelivery(Database database)
{
    public async Task<Result<DeliveryDetails>> RunAsync(Actor actor, DeliveryId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => DeliveryLogSql.FindAsync(c, id), cancellation) is { } delivery
            ? delivery.For(actor)
            : new Missing($"Delivery {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/deliveries/{id}",
            async (HttpContext http, DeliveryId id, GetDelivery operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

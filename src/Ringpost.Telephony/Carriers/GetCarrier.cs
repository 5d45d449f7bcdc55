using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Telephony.Carriers;

/// <summary>One carrier account. Its URLs hold the id that webhooks come to, so they are for administrators.</summary>
public sealed class GetCarrier(Database database, PublicUrls urls)
{
    public async Task<Result<Carrier>> RunAsync(Actor actor, CarrierId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.ReadAsync(c => CarriersSql.FindAsync(c, id), cancellation) is { } row
            ? Carrier.Of(row, urls)
            : new Missing($"Carrier {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/carriers/{id}",
            async (HttpContext http, CarrierId id, GetCarrier operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

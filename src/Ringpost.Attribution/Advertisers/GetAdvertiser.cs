using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Advertisers;

/// <summary>One advertiser.</summary>
public sealed class GetAdvertiser(Database database)
{
    public async Task<Result<Advertiser>> RunAsync(Actor actor, AdvertiserId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(c => AdvertisersSql.FindAsync(c, id), cancellation) is { } advertiser
            ? advertiser
            : new Missing($"Advertiser {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/advertisers/{id}",
            async (HttpContext http, AdvertiserId id, GetAdvertiser operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

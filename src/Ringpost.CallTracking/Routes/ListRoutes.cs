using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.Primitives;
using Ringpost.Storage;
using Route = Ringpost.CallTracking.Configuration.Route;

namespace Ringpost.CallTracking.Routes;

/// <summary>A campaign's routes in the order in which they are tried.</summary>
public sealed class ListRoutes(Database database)
{
    public async Task<Result<Page<Route>>> RunAsync(Actor actor, CallCampaignId campaignId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<Page<Route>>>(
            async c =>
            {
                if (await CallCampaignsSql.FindAsync(c, campaignId) is null)
                    return new Missing($"Campaign {campaignId}");
                return new Page<Route>(await RoutesSql.ListAsync(c, campaignId), null);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-campaigns/{campaignId}/routes",
            async (HttpContext http, CallCampaignId campaignId, ListRoutes operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, http.RequestAborted)).ToOk()
        );
}

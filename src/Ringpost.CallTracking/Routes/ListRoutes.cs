using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Routes;

/// <summary>A campaign's routes in the order in which they are tried, each with its share of the calls.</summary>
public sealed class ListRoutes(Database database, Snapshot<CallConfiguration> snapshot, IOptions<CallOptions> options)
{
    public async Task<Result<Page<RouteLine>>> RunAsync(Actor actor, CallCampaignId campaignId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await snapshot.GetAsync(cancellation);
        var direction = configuration.Routing.WeightDirection ?? options.Value.WeightDirection;
        return await database.ReadAsync<Result<Page<RouteLine>>>(
            async c =>
            {
                if (await CallCampaignsSql.FindEvenArchivedAsync(c, campaignId) is null)
                    return new Missing($"Campaign {campaignId}");
                var routes = await RoutesSql.ListAsync(c, campaignId);
                return new Page<RouteLine>(RouteShares.Of(routes, r => LegDialer.IsSwitchedOn(configuration, r), direction), null);
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

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Route = Ringpost.CallTracking.Configuration.Route;

namespace Ringpost.CallTracking.Routes;

/// <summary>Takes a route away; calls that already ring keep theirs.</summary>
public sealed class DeleteRoute(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Route>> RunAsync(Actor actor, CallCampaignId campaignId, RouteId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Route>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}"),
            async unit =>
            {
                if (await RoutesSql.FindAsync(unit.Connection, campaignId, id) is not { } before)
                    return new Missing($"Route {id}");
                await RoutesSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "route",
                    $"{id}",
                    "delete",
                    before,
                    null,
                    new("call-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return before;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/call-campaigns/{campaignId}/routes/{id}",
            async (HttpContext http, CallCampaignId campaignId, RouteId id, DeleteRoute operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, id, http.RequestAborted)).ToNoContent()
        );
}

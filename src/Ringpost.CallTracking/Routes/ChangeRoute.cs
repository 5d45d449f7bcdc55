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

/// <summary>Changes a route's order, weight or conversion, or pauses and resumes it. What is absent stays.</summary>
public sealed class ChangeRoute(Database database, ConfigurationVersion configuration)
{
    /// <param name="Conversion">Replaces the whole setting.</param>
    public sealed record Request(int? Priority = null, int? Weight = null, ConversionRequest? Conversion = null, bool? Enabled = null);

    public async Task<Result<Route>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        RouteId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var priority = validation.Whole("priority", request.Priority, 1, RouteCheck.Most, 0);
        var weight = validation.Whole("weight", request.Weight, 1, RouteCheck.Most, 0);
        var conversion = request.Conversion is null ? null : RouteCheck.Conversion(validation, request.Conversion);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Route>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}"),
            async unit =>
            {
                if (await RoutesSql.FindAsync(unit.Connection, campaignId, id) is not { } before)
                    return new Missing($"Route {id}");
                var after = before with
                {
                    Priority = priority == 0 ? before.Priority : priority,
                    Weight = weight == 0 ? before.Weight : weight,
                    Conversion = conversion ?? before.Conversion,
                    Enabled = request.Enabled ?? before.Enabled,
                };
                await RoutesSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "route",
                    $"{id}",
                    "update",
                    before,
                    after,
                    new("call-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/call-campaigns/{campaignId}/routes/{id}",
            async (HttpContext http, CallCampaignId campaignId, RouteId id, Request request, ChangeRoute operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, id, request, http.RequestAborted)).ToOk()
        );
}

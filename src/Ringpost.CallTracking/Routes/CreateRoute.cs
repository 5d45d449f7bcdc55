using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Targets;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Route = Ringpost.CallTracking.Configuration.Route;

namespace Ringpost.CallTracking.Routes;

/// <summary>Links a target to a campaign and says when a leg to it converts (ringba.md 8.1).</summary>
public sealed class CreateRoute(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="Priority">1 is tried first.</param>
    public sealed record Request(TargetId? TargetId, ConversionRequest? Conversion, int? Priority = null, int? Weight = null);

    public async Task<Result<Route>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var priority = validation.Whole("priority", request.Priority, 1, RouteCheck.Most, 1);
        var weight = validation.Whole("weight", request.Weight, 1, RouteCheck.Most, 1);
        var conversion = RouteCheck.Conversion(validation, request.Conversion);
        if (request.TargetId is null)
            validation.Add("targetId", "A target is needed.");

        var id = new RouteId("CR" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Route>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}", $"target:{request.TargetId}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, campaignId) is null)
                    return await NotInUse.OfAsync(unit.Connection, campaignId);
                if (request.TargetId is { } target && await TargetsSql.FindAsync(unit.Connection, target) is null)
                    validation.Add("targetId", (await NotInUse.OfAsync(unit.Connection, target)).Says);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var created = new Route(id, campaignId, request.TargetId!.Value, priority, weight, conversion, true, unit.Now);
                if (!await RoutesSql.InsertAsync(unit, created))
                    return new Invalid("targetId", "The campaign already routes to this target.");
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "route",
                    $"{id}",
                    "create",
                    null,
                    created,
                    new("call-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns/{campaignId}/routes",
            async (HttpContext http, CallCampaignId campaignId, Request request, CreateRoute operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, request, http.RequestAborted)).ToCreated(r =>
                    $"/api/v1/call-campaigns/{campaignId}/routes/{r.Id}"
                )
        );
}

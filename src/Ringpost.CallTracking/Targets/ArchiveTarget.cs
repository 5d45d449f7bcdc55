using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Targets;

/// <summary>Takes a target out of use; its calls keep its name. Refused while a campaign routes to it or falls back to it, or a group rings it.</summary>
public sealed class ArchiveTarget(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Target>> RunAsync(Actor actor, TargetId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Target>(
            actor,
            WriteKeys.Of($"target:{id}"),
            async unit =>
            {
                if (await TargetsSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (await RoutesSql.CampaignsOfTargetAsync(unit.Connection, id) is { Count: > 0 } campaigns)
                    return new Clash("in-use", $"Routed from {string.Join(", ", campaigns)}. Delete these routes first.");
                if (await TargetsSql.GroupsOfAsync(unit.Connection, id) is { Count: > 0 } groups)
                    return new Clash("in-use", $"It rings in {string.Join(", ", groups)}. Take it out there first.");
                if (await CallCampaignsSql.FallingBackToAsync(unit.Connection, id) is { Count: > 0 } falling)
                    return new Clash("in-use", $"The fallback of {string.Join(", ", falling)}. Choose another there first.");
                if ((await RoutingSettings.ReadAsync(unit.Connection)).Fallback?.TargetId == id)
                    return new Clash("in-use", "The fallback of the instance. Choose another under Settings, Routing first.");
                await TargetsSql.ArchiveAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "target", $"{id}", "archive", before, null);
                await configuration.RaiseAsync(unit);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/targets/{id}",
            async (HttpContext http, TargetId id, ArchiveTarget operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

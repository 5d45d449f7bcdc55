using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Gives a number up: it takes no calls from now on and may be added again. Calls that came over it keep it.</summary>
public sealed class ArchiveNumber(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<TrackingNumber>> RunAsync(Actor actor, NumberId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<TrackingNumber>(
            actor,
            WriteKeys.Of(NumberHoldsSql.Key, $"number:{id}"),
            async unit =>
            {
                if (await NumbersSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                await NumbersSql.ArchiveAsync(unit, id);
                await NumberAssignmentsSql.CloseAsync(unit, id);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "number",
                    $"{id}",
                    "archive",
                    before,
                    null,
                    new("call-campaign", $"{before.CampaignId}")
                );
                await configuration.RaiseAsync(unit);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/numbers/{id}",
            async (HttpContext http, NumberId id, ArchiveNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

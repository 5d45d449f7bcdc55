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

namespace Ringpost.CallTracking.Pixels;

/// <summary>Takes a pixel out of use; deliveries already queued go out. Refused while a campaign has it.</summary>
public sealed class ArchivePixel(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<PixelSetting>> RunAsync(Actor actor, PixelId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<PixelSetting>(
            actor,
            WriteKeys.Of($"pixel:{id}"),
            async unit =>
            {
                if (await PixelsSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (await CampaignPixelsSql.CampaignsOfAsync(unit.Connection, id) is { Count: > 0 } campaigns)
                    return new Clash("in-use", $"Attached to {string.Join(", ", campaigns)}. Detach it there first.");
                await PixelsSql.ArchiveAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "pixel", $"{id}", "archive", before, null);
                await configuration.RaiseAsync(unit);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/pixels/{id}",
            async (HttpContext http, PixelId id, ArchivePixel operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

/// <summary>Attaches a pixel to a campaign: from now on it fires for its calls. Attaching twice is the same as once.</summary>
public sealed class AttachPixel(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<PixelSetting>> RunAsync(
        Actor actor,
        CallCampaignId campaignId,
        PixelId pixelId,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<PixelSetting>(
            actor,
            WriteKeys.Of($"call-campaign:{campaignId}", $"pixel:{pixelId}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, campaignId) is null)
                    return await NotInUse.OfAsync(unit.Connection, campaignId);
                if (await PixelsSql.FindAsync(unit.Connection, pixelId) is not { } pixel)
                    return await NotInUse.OfAsync(unit.Connection, pixelId);
                if (!await CampaignPixelsSql.AttachAsync(unit, campaignId, pixelId))
                    return pixel;
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{campaignId}", "attach-pixel", null, new { pixelId });
                await configuration.RaiseAsync(unit);
                return pixel;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/call-campaigns/{campaignId}/pixels/{pixelId}",
            async (HttpContext http, CallCampaignId campaignId, PixelId pixelId, AttachPixel operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, pixelId, http.RequestAborted)).ToNoContent()
        );
}

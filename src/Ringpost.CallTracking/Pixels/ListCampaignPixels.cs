using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Pixels;

/// <summary>The pixels attached to a campaign, in order of attachment.</summary>
public sealed class ListCampaignPixels(Database database, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<Page<PixelSetting>>> RunAsync(Actor actor, CallCampaignId campaignId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var around = PixelSurroundings.Of(await snapshot.GetAsync(cancellation));
        return await database.ReadAsync<Result<Page<PixelSetting>>>(
            async c =>
            {
                if (await CallCampaignsSql.FindEvenArchivedAsync(c, campaignId) is null)
                    return new Missing($"Campaign {campaignId}");
                return new Page<PixelSetting>(
                    [.. (await CampaignPixelsSql.OfCampaignAsync(c, campaignId)).Select(p => PixelWarnings.Add(p, around).For(actor))],
                    null
                );
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-campaigns/{campaignId}/pixels",
            async (HttpContext http, CallCampaignId campaignId, ListCampaignPixels operation) =>
                (await operation.RunAsync(http.Actor(), campaignId, http.RequestAborted)).ToOk()
        );
}

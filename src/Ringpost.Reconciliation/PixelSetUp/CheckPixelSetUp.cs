using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>Says before the first call whether a campaign's pixels for our own tracker will be understood there.</summary>
public sealed class CheckPixelSetUp(Snapshot<CallConfiguration> calls, Snapshot<OfferConfiguration> offers, PublicUrls urls)
{
    public async Task<Result<PixelSetUpReport>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var configuration = await calls.GetAsync(cancellation);
        if (!configuration.Campaigns.TryGetValue(id, out var campaign))
            return new Missing($"Campaign {id}");
        return PixelSetUpCheck.Run(configuration, await offers.GetAsync(cancellation), campaign, urls.IsOwn);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-campaigns/{id}/pixel-set-up",
            async (HttpContext http, CallCampaignId id, CheckPixelSetUp operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

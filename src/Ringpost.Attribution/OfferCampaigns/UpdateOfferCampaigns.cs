using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>The same change of many campaigns, each by <see cref="UpdateOfferCampaign"/>.</summary>
public sealed class UpdateOfferCampaigns(BulkRun bulk, UpdateOfferCampaign change)
{
    public Task<Result<BulkAnswer<OfferCampaignId>>> RunAsync(
        Actor actor,
        BulkRequest<OfferCampaignId, UpdateOfferCampaign.Request> request,
        CancellationToken cancellation = default
    ) => bulk.RunAsync(actor, request, (a, id, to) => change.RunAsync(a, id, to, cancellation), null, null, cancellation);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offer-campaigns/change-many",
            async (HttpContext http, BulkRequest<OfferCampaignId, UpdateOfferCampaign.Request> request, UpdateOfferCampaigns operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>One campaign of the Attribution side.</summary>
public sealed class GetOfferCampaign(Database database)
{
    public async Task<Result<OfferCampaignAnswer>> RunAsync(Actor actor, OfferCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => OfferCampaignsSql.FindAsync(c, id), cancellation) is { } campaign
            ? OfferCampaignAnswer.Of(campaign).For(actor)
            : new Missing($"Campaign {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offer-campaigns/{id}",
            async (HttpContext http, OfferCampaignId id, GetOfferCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

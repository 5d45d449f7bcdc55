using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Adjustments;

/// <summary>How many campaigns a change of an offer's price touches (those that follow) and how many keep a price of their own.</summary>
public sealed class CountPriceReach(Snapshot<OfferConfiguration> configuration)
{
    public sealed record Response(int Follow, int OwnPrice);

    /// <param name="contractId">Only campaigns on this contract; null is the offer's default one.</param>
    public async Task<Result<Response>> RunAsync(
        Actor actor,
        OfferId offerId,
        OfferContractId? contractId = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var picture = await configuration.GetAsync(cancellation);
        if (!picture.Offers.TryGetValue(offerId.Value, out var offer))
            return new Missing($"Offer {offerId}");
        var contract = contractId ?? offer.DefaultContractId;
        var campaigns = picture.Campaigns.Values.Where(c => c.OfferId == offerId && picture.ContractOf(offer, c).Id == contract).ToList();
        return new Response(campaigns.Count(c => c.Payout is null), campaigns.Count(c => c.Payout is not null));
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/price-reach",
            async (HttpContext http, OfferId id, CountPriceReach operation, OfferContractId? contractId) =>
                (await operation.RunAsync(http.Actor(), id, contractId, http.RequestAborted)).ToOk()
        );
}

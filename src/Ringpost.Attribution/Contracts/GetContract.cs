using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Contracts;

/// <summary>One contract of an offer.</summary>
public sealed class GetContract(Database database)
{
    public async Task<Result<ContractAnswer>> RunAsync(
        Actor actor,
        OfferId offerId,
        OfferContractId id,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var (offer, contract) = await database.ReadAsync(
            async c => (await OffersSql.FindAsync(c, offerId), await ContractsSql.FindForAsync(c, offerId, id)),
            cancellation
        );
        return offer is null || contract is null ? new Missing($"Contract {id} of offer {offerId}") : ContractAnswer.Of(contract, offer);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/contracts/{contractId}",
            async (HttpContext http, OfferId id, OfferContractId contractId, GetContract operation) =>
                (await operation.RunAsync(http.Actor(), id, contractId, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Contracts;

/// <summary>The contracts of an offer, in the order in which they were made.</summary>
public sealed class ListContracts(Database database)
{
    public async Task<Result<Page<ContractAnswer>>> RunAsync(Actor actor, OfferId offerId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var (offer, contracts) = await database.ReadAsync(
            async c => (await OffersSql.FindAsync(c, offerId), await ContractsSql.ListAsync(c, offerId)),
            cancellation
        );
        return offer is null
            ? new Missing($"Offer {offerId}")
            : new Page<ContractAnswer>([.. contracts.Select(c => ContractAnswer.Of(c, offer).For(actor))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/contracts",
            async (HttpContext http, OfferId id, ListContracts operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

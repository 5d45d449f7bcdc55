using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Contracts;

/// <summary>Removes a contract that no campaign runs on.</summary>
public sealed class DeleteContract(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<ContractAnswer>> RunAsync(
        Actor actor,
        OfferId offerId,
        OfferContractId id,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ContractAnswer>(
            actor,
            WriteKeys.Of($"offer:{offerId}", $"contract:{id}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, offerId) is not { } offer)
                    return new Missing($"Offer {offerId}");
                if (await ContractsSql.FindForAsync(unit.Connection, offerId, id) is not { } contract)
                    return new Missing($"Contract {id} of offer {offerId}");
                if (id == offer.DefaultContractId)
                    return new Clash("contract-is-default", "This is the offer's default contract. Make another one the default first.");
                if (await ContractsSql.HasCampaignsAsync(unit.Connection, id))
                    return new Clash("contract-in-use", "Campaigns run on this contract. Put them on another one first.");
                await ContractsSql.DeleteAsync(unit, id);
                var removed = ContractAnswer.Of(contract, offer);
                await ChangeLogSql.AppendAsync(unit, actor, "contract", $"{id}", "delete", removed, null, new("offer", $"{offerId}"));
                await configuration.RaiseAsync(unit);
                return removed;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/offers/{id}/contracts/{contractId}",
            async (HttpContext http, OfferId id, OfferContractId contractId, DeleteContract operation) =>
                (await operation.RunAsync(http.Actor(), id, contractId, http.RequestAborted)).ToNoContent()
        );
}

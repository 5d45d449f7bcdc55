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

/// <summary>Makes a contract the offer's default: the offer's price is then its price, and new campaigns run on it. Others stay where they are.</summary>
public sealed class SetDefaultContract(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(OfferContractId? ContractId);

    public async Task<Result<OfferAnswer>> RunAsync(Actor actor, OfferId offerId, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (request.ContractId is not { } id)
            return new Invalid("contractId", "A contract is needed.");
        return await database.WriteOnceAsync<OfferAnswer>(
            actor,
            WriteKeys.Of($"offer:{offerId}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, offerId) is not { } before)
                    return new Missing($"Offer {offerId}");
                if (await ContractsSql.FindForAsync(unit.Connection, offerId, id) is not { } contract)
                    return new Invalid("contractId", ContractWords.NotOfOffer(id, offerId));
                await OffersSql.SetDefaultContractAsync(unit, contract);
                var after = OfferAnswer.Of((await OffersSql.FindAsync(unit.Connection, offerId))!);
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{offerId}", "update", OfferAnswer.Of(before), after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/offers/{id}/default-contract",
            async (HttpContext http, OfferId id, Request request, SetDefaultContract operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}

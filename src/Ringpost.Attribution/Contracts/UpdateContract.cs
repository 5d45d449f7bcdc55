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

/// <summary>Changes a contract. What is absent stays; a link of null is taken away. The default one's price is the offer's.</summary>
public sealed class UpdateContract(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(
        string? Name = null,
        string? PriceFormat = null,
        decimal? Payout = null,
        decimal? Received = null,
        bool? ReceivedIsPercentage = null,
        Optional<string> OfferLink = default,
        Optional<string> Redirect = default
    );

    public async Task<Result<ContractAnswer>> RunAsync(
        Actor actor,
        OfferId offerId,
        OfferContractId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ContractAnswer>(
            actor,
            WriteKeys.Of($"offer:{offerId}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, offerId) is not { } offer)
                    return new Missing($"Offer {offerId}");
                if (await ContractsSql.FindForAsync(unit.Connection, offerId, id) is not { } before)
                    return new Missing($"Contract {id} of offer {offerId}");
                var validation = new Validation();
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name),
                    PriceFormat = OfferWords.PriceFormat(validation, request.PriceFormat, before.PriceFormat),
                    Payout = validation.Amount("payout", request.Payout, before.Payout),
                    Received = validation.Amount("received", request.Received, before.Received),
                    ReceivedIsPercentage = request.ReceivedIsPercentage ?? before.ReceivedIsPercentage,
                    OfferLink = request.OfferLink.IsGiven
                        ? ContractWords.Link(validation, "offerLink", request.OfferLink.Value)
                        : before.OfferLink,
                    Redirect = request.Redirect.IsGiven
                        ? ContractWords.Link(validation, "redirect", request.Redirect.Value)
                        : before.Redirect,
                };
                ContractWords.CheckShares(validation, after);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await ContractsSql.UpdateAsync(unit, after);
                if (id == offer.DefaultContractId)
                    await OffersSql.SetDefaultContractAsync(unit, after);
                var answer = ContractAnswer.Of(after, offer);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "contract",
                    $"{id}",
                    "update",
                    ContractAnswer.Of(before, offer),
                    answer,
                    new("offer", $"{offer.Id}")
                );
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/offers/{id}/contracts/{contractId}",
            async (HttpContext http, OfferId id, OfferContractId contractId, Request request, UpdateContract operation) =>
                (await operation.RunAsync(http.Actor(), id, contractId, request, http.RequestAborted)).ToOk()
        );
}

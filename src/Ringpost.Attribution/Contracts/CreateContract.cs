using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Contracts;

/// <summary>Adds a contract to an offer: another price or other links, for the campaigns that are put on it (cake.md 5.4).</summary>
public sealed class CreateContract(Database database, ConfigurationVersion configuration)
{
    /// <param name="PriceFormat">Absent: the default contract's, as payout and received are.</param>
    public sealed record Request(
        string? Name,
        string? PriceFormat = null,
        decimal? Payout = null,
        decimal? Received = null,
        bool? ReceivedIsPercentage = null,
        string? OfferLink = null,
        string? Redirect = null
    );

    public async Task<Result<ContractAnswer>> RunAsync(
        Actor actor,
        OfferId offerId,
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
                var validation = new Validation();
                var draft = new OfferContract(
                    default,
                    offerId,
                    validation.Name("name", request.Name),
                    OfferWords.PriceFormat(validation, request.PriceFormat, offer.PriceFormat),
                    validation.Amount("payout", request.Payout, offer.Payout),
                    validation.Amount("received", request.Received, offer.Received),
                    request.ReceivedIsPercentage ?? false,
                    ContractWords.Link(validation, "offerLink", request.OfferLink),
                    ContractWords.Link(validation, "redirect", request.Redirect),
                    default
                );
                ContractWords.CheckShares(validation, draft);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var created = ContractAnswer.Of(await ContractsSql.InsertAsync(unit, draft), offer);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "contract",
                    $"{created.Id}",
                    "create",
                    null,
                    created,
                    new("offer", $"{offer.Id}")
                );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offers/{id}/contracts",
            async (HttpContext http, OfferId id, Request request, CreateContract operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToCreated(c =>
                    $"/api/v1/offers/{id}/contracts/{c.Id}"
                )
        );
}

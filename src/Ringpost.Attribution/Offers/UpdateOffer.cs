using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Offers;

/// <summary>Changes an offer. What is absent stays. Advertiser and currency are given once: conversions hang on them.</summary>
public sealed class UpdateOffer(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(
        string? Name = null,
        decimal? Payout = null,
        decimal? Received = null,
        string? PriceFormat = null,
        string? Status = null,
        bool? WhitelistOnly = null,
        bool? TransactionIdDeduplication = null,
        AdvertiserId? AdvertiserId = null,
        string? Currency = null,
        string? AutoDisposition = null,
        int? AutoDispositionDelayHours = null
    );

    public async Task<Result<OfferAnswer>> RunAsync(Actor actor, OfferId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<OfferAnswer>(
            actor,
            WriteKeys.Of($"offer:{id}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Offer {id}");
                var validation = new Validation();
                if (request.AdvertiserId is { } advertiser && advertiser != before.AdvertiserId)
                    validation.Add("advertiserId", "An offer keeps its advertiser.");
                if (request.Currency is { } currency && currency != before.Currency.Code)
                    validation.Add("currency", "An offer keeps its currency.");
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name),
                    Payout = validation.Amount("payout", request.Payout, before.Payout),
                    Received = validation.Amount("received", request.Received, before.Received),
                    PriceFormat = OfferWords.PriceFormat(validation, request.PriceFormat, before.PriceFormat),
                    Status = OfferWords.Status(validation, request.Status, before.Status),
                    WhitelistOnly = request.WhitelistOnly ?? before.WhitelistOnly,
                    TransactionIdDeduplication = request.TransactionIdDeduplication ?? before.TransactionIdDeduplication,
                    AutoDisposition = OfferWords.AutoDisposition(
                        validation,
                        request.AutoDisposition,
                        request.AutoDispositionDelayHours,
                        before.AutoDisposition
                    ),
                };
                OfferWords.CheckShare(validation, "payout", after.PriceFormat, after.Payout);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await OffersSql.UpdateAsync(unit, after);
                var answer = OfferAnswer.Of(after);
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{id}", "update", OfferAnswer.Of(before), answer);
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPatch(
            "/offers/{id}",
            async (HttpContext http, OfferId id, Request request, UpdateOffer operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
        // Conversions keep their offer: removing one sets it inactive.
        api.MapDelete(
            "/offers/{id}",
            async (HttpContext http, OfferId id, UpdateOffer operation) =>
                (await operation.RunAsync(http.Actor(), id, new Request(Status: "inactive"), http.RequestAborted)).ToNoContent()
        );
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Offers;

/// <summary>Adds an offer with its first creative and the token that makes its postbacks believed (cake.md 2.3a, 2.7, 5.3).</summary>
public sealed class CreateOffer(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="Currency">ISO 4217; absent takes the instance's.</param>
    public sealed record Request(
        string? Name,
        AdvertiserId? AdvertiserId,
        string? Currency = null,
        decimal? Payout = null,
        decimal? Received = null,
        string? PriceFormat = null,
        string? Status = null,
        bool? WhitelistOnly = null,
        bool? TransactionIdDeduplication = null,
        string? AutoDisposition = null,
        int? AutoDispositionDelayHours = null
    );

    public async Task<Result<OfferAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var draft = new Offer(
            default,
            validation.Name("name", request.Name),
            request.AdvertiserId ?? default,
            OfferWords.Currency(validation, request.Currency, default),
            validation.Amount("payout", request.Payout),
            validation.Amount("received", request.Received),
            OfferWords.PriceFormat(validation, request.PriceFormat, PriceFormat.Cpa),
            OfferWords.Status(validation, request.Status, OfferStatus.Public),
            request.WhitelistOnly ?? false,
            request.TransactionIdDeduplication ?? true,
            identifiers.Secret(),
            default,
            default
        )
        {
            AutoDisposition = OfferWords.AutoDisposition(validation, request.AutoDisposition, request.AutoDispositionDelayHours, default),
        };
        OfferWords.CheckShare(validation, "payout", draft.PriceFormat, draft.Payout);
        if (request.AdvertiserId is not { } advertiser)
            validation.Add("advertiserId", "An offer belongs to an advertiser.");
        else if (await database.ReadAsync(c => AdvertisersSql.FindAsync(c, advertiser), cancellation) is null)
            validation.Add("advertiserId", NotThere(advertiser));
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<OfferAnswer>(
            actor,
            WriteKeys.Of($"advertiser:{draft.AdvertiserId}"),
            async unit =>
            {
                if (await AdvertisersSql.FindAsync(unit.Connection, draft.AdvertiserId) is null)
                    return new Invalid("advertiserId", NotThere(draft.AdvertiserId));
                var currency = request.Currency is null ? (await Instance.ReadAsync(unit.Connection)).Currency : draft.Currency;
                await ClicklessSettingsSql.EnsureTokenAsync(unit, identifiers);
                var created = OfferAnswer.Of(await OffersSql.InsertAsync(unit, draft with { Currency = currency, CreatedAt = unit.Now }));
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{created.Id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    private static Phrase NotThere(AdvertiserId id) => $"Advertiser {id} does not exist.";

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offers",
            async (HttpContext http, Request request, CreateOffer operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(o => $"/api/v1/offers/{o.Id}")
        );
}

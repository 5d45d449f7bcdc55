using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>Lets an affiliate run an offer. The first campaign of a pair is its original (cake.md 5.5).</summary>
public sealed class CreateOfferCampaign(Database database, ConfigurationVersion configuration)
{
    /// <param name="Payout">Absent copies the offer's price of this moment.</param>
    /// <param name="FollowOffer">Whether the campaign has no price of its own and changes with the offer's.</param>
    public sealed record Request(
        OfferId? OfferId,
        AffiliateId? AffiliateId,
        decimal? Payout = null,
        string? PostbackUrl = null,
        string? Status = null,
        OfferContractId? ContractId = null,
        bool? FollowOffer = null,
        string? PriceFormat = null,
        bool? Review = null,
        string? AutoDisposition = null,
        int? AutoDispositionDelayHours = null
    );

    public async Task<Result<OfferCampaignAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var (offerId, affiliateId) = (request.OfferId ?? default, request.AffiliateId ?? default);
        if (offerId == default)
            validation.Add("offerId", "A campaign belongs to an offer.");
        if (affiliateId == default)
            validation.Add("affiliateId", "A campaign belongs to an affiliate.");
        var draft = new OfferCampaign(
            default,
            offerId,
            affiliateId,
            false,
            AccountWords.Status(validation, request.Status, AccountStatus.Active),
            request.Payout is null ? null : validation.Amount("payout", request.Payout),
            PostbackUrlRule.ReadPixel(validation, "postbackUrl", request.PostbackUrl),
            default
        )
        {
            ContractId = request.ContractId,
            PriceFormat = request.PriceFormat is null ? null : OfferWords.PriceFormat(validation, request.PriceFormat, PriceFormat.Cpa),
            Review = request.Review ?? false,
            AutoDisposition = request.AutoDisposition is null
                ? null
                : OfferWords.AutoDisposition(validation, request.AutoDisposition, request.AutoDispositionDelayHours, default),
        };
        var follows = request.FollowOffer ?? false;
        if (follows && request.Payout is not null)
            validation.Add("payout", "A campaign that follows the offer has no payout of its own.");
        await database.ReadAsync(c => CheckAsync(c, validation, draft, follows), cancellation);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<OfferCampaignAnswer>(
            actor,
            WriteKeys.Of($"offer-campaigns:{offerId}:{affiliateId}", $"offer:{offerId}"),
            async unit =>
            {
                // Its own: a unit may run twice.
                var exists = new Validation();
                var priced = await CheckAsync(unit.Connection, exists, draft, follows);
                if (exists.HasErrors)
                    return exists.ToRefusal();
                var contract = (await ContractsSql.FindForAsync(unit.Connection, offerId, draft.ContractId))!;
                var original = !await OfferCampaignsSql.HasOriginalAsync(unit.Connection, offerId, affiliateId);
                var created = OfferCampaignAnswer.Of(
                    await OfferCampaignsSql.InsertAsync(
                        unit,
                        priced with
                        {
                            Original = original,
                            CreatedAt = unit.Now,
                            ContractId = contract.Id,
                        }
                    )
                );
                await ChangeLogSql.AppendAsync(unit, actor, "offer-campaign", $"{created.Id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    /// <summary>The campaign with its price. Asked before the write as well, so that all errors are told at once; the write decides.</summary>
    private static async Task<OfferCampaign> CheckAsync(DbConnection connection, Validation validation, OfferCampaign draft, bool follows)
    {
        if (draft.OfferId != default)
        {
            if (await OffersSql.FindAsync(connection, draft.OfferId) is null)
                validation.Add("offerId", $"Offer {draft.OfferId} does not exist.");
            else if (await ContractsSql.FindForAsync(connection, draft.OfferId, draft.ContractId) is { } contract)
            {
                draft = follows ? draft with { PriceFormat = null } : OwnPriceRule.Fix(draft, contract);
                OfferWords.CheckShare(validation, "payout", draft.PriceFormat ?? contract.PriceFormat, draft.Payout ?? 0);
            }
            else
            {
                validation.Add("contractId", ContractWords.NotOfOffer(draft.ContractId, draft.OfferId));
            }
        }

        if (draft.AffiliateId != default && await AffiliatesSql.FindAsync(connection, draft.AffiliateId) is null)
            validation.Add("affiliateId", $"Affiliate {draft.AffiliateId} does not exist.");
        return draft;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offer-campaigns",
            async (HttpContext http, Request request, CreateOfferCampaign operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(c => $"/api/v1/offer-campaigns/{c.Id}")
        );
}

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

/// <summary>Changes a campaign. What is absent stays; a payout of null follows the offer again, a postback URL of null is taken away.</summary>
public sealed class UpdateOfferCampaign(Database database, ConfigurationVersion configuration)
{
    /// <param name="FollowOffer">True takes the own price away; false without a payout copies the offer's of this moment.</param>
    /// <param name="AutoDisposition">Null follows the offer again.</param>
    public sealed record Request(
        Optional<decimal?> Payout = default,
        Optional<string> PostbackUrl = default,
        string? Status = null,
        OfferContractId? ContractId = null,
        bool? FollowOffer = null,
        string? PriceFormat = null,
        bool? Review = null,
        Optional<string> AutoDisposition = default,
        int? AutoDispositionDelayHours = null
    );

    public async Task<Result<OfferCampaignAnswer>> RunAsync(
        Actor actor,
        OfferCampaignId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<OfferCampaignAnswer>(
            actor,
            WriteKeys.Of($"offer-campaign:{id}", $"contract:{request.ContractId}"),
            async unit =>
            {
                if (await OfferCampaignsSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Campaign {id}");
                var contract = await ContractsSql.FindForAsync(unit.Connection, before.OfferId, request.ContractId ?? before.ContractId);
                var validation = new Validation();
                var after = before with
                {
                    Payout =
                        !request.Payout.IsGiven ? before.Payout
                        : request.Payout.Value is null ? null
                        : validation.Amount("payout", request.Payout.Value),
                    PostbackUrl = request.PostbackUrl.IsGiven
                        ? PostbackUrlRule.ReadPixel(validation, "postbackUrl", request.PostbackUrl.Value)
                        : before.PostbackUrl,
                    Status = AccountWords.Status(validation, request.Status, before.Status),
                    ContractId = contract?.Id,
                    PriceFormat = request.PriceFormat is null
                        ? before.PriceFormat
                        : OfferWords.PriceFormat(validation, request.PriceFormat, PriceFormat.Cpa),
                    Review = request.Review ?? before.Review,
                    AutoDisposition = AutoDisposition(validation, request, before),
                };
                if (request.FollowOffer == true && request.Payout is { IsGiven: true, Value: not null })
                    validation.Add("payout", "A campaign that follows the offer has no payout of its own.");
                if (contract is null)
                {
                    validation.Add("contractId", ContractWords.NotOfOffer(request.ContractId, before.OfferId));
                }
                else
                {
                    var follows = request.FollowOffer ?? after.Payout is null;
                    // The copied price was the old contract's.
                    if (request.ContractId is { } moved && moved != before.ContractId && !request.Payout.IsGiven)
                        after = after with { Payout = null, PriceFormat = null };
                    after = follows ? after with { Payout = null, PriceFormat = null } : OwnPriceRule.Fix(after, contract);
                    OfferWords.CheckShare(validation, "payout", after.PriceFormat ?? contract.PriceFormat, after.Payout ?? 0);
                }

                if (validation.HasErrors)
                    return validation.ToRefusal();
                await OfferCampaignsSql.UpdateAsync(unit, after);
                var answer = OfferCampaignAnswer.Of(after);
                await ChangeLogSql.AppendAsync(unit, actor, "offer-campaign", $"{id}", "update", OfferCampaignAnswer.Of(before), answer);
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    private static AutoDisposition? AutoDisposition(Validation validation, Request request, OfferCampaign before) =>
        request.AutoDisposition.IsGiven && string.IsNullOrEmpty(request.AutoDisposition.Value) ? null
        : request.AutoDisposition.IsGiven || request.AutoDispositionDelayHours is not null
            ? OfferWords.AutoDisposition(
                validation,
                request.AutoDisposition.Value,
                request.AutoDispositionDelayHours,
                before.AutoDisposition ?? default
            )
        : before.AutoDisposition;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPatch(
            "/offer-campaigns/{id}",
            async (HttpContext http, OfferCampaignId id, Request request, UpdateOfferCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
        // Conversions keep their campaign: removing one sets it inactive.
        api.MapDelete(
            "/offer-campaigns/{id}",
            async (HttpContext http, OfferCampaignId id, UpdateOfferCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, new Request(Status: "inactive"), http.RequestAborted)).ToNoContent()
        );
    }
}

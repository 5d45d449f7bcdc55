using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>Campaigns, newest first, by offer, affiliate or status.</summary>
public sealed class ListOfferCampaigns(Database database)
{
    public async Task<Result<Page<OfferCampaignAnswer>>> RunAsync(
        Actor actor,
        OfferId? offerId,
        AffiliateId? affiliateId,
        PageRequest page,
        string? status = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var validation = new Validation();
        var stored = AccountWords.Filter(validation, status);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(
            c => OfferCampaignsSql.ListAsync(c, offerId ?? default, affiliateId ?? default, stored, before, page.BoundedLimit),
            cancellation
        );
        return rows.Select(c => OfferCampaignAnswer.Of(c).For(actor)).ToList().ToPage(page, c => c.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offer-campaigns",
            async (
                HttpContext http,
                ListOfferCampaigns operation,
                OfferId? offerId,
                AffiliateId? affiliateId,
                string? status,
                int limit = 100,
                string? cursor = null
            ) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        offerId,
                        affiliateId,
                        new PageRequest(limit, cursor),
                        status,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}

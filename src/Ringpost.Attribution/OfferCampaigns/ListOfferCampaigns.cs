using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>Campaigns, newest first, by offer or affiliate.</summary>
public sealed class ListOfferCampaigns(Database database)
{
    public async Task<Result<Page<OfferCampaignAnswer>>> RunAsync(
        Actor actor,
        OfferId? offerId,
        AffiliateId? affiliateId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(
            c => OfferCampaignsSql.ListAsync(c, offerId ?? default, affiliateId ?? default, before, page.BoundedLimit),
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
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), offerId, affiliateId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

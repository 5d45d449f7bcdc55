using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Offers;

/// <summary>Offers, newest first, by a part of their name or by advertiser.</summary>
public sealed class ListOffers(Database database)
{
    public async Task<Result<Page<OfferAnswer>>> RunAsync(
        Actor actor,
        string? search,
        AdvertiserId? advertiserId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (advertiserId is not null && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(
            c => OffersSql.ListAsync(c, search, advertiserId ?? default, before, page.BoundedLimit),
            cancellation
        );
        return rows.Select(o => OfferAnswer.Of(o).For(actor)).ToList().ToPage(page, o => o.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers",
            async (
                HttpContext http,
                ListOffers operation,
                string? search,
                AdvertiserId? advertiserId,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), search, advertiserId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

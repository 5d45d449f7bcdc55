using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Offers;

/// <summary>Offers, newest first, by a part of their name, by advertiser or by status.</summary>
public sealed class ListOffers(Database database)
{
    public async Task<Result<Page<OfferAnswer>>> RunAsync(
        Actor actor,
        string? search,
        AdvertiserId? advertiserId,
        PageRequest page,
        string? status = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (advertiserId is not null && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var validation = new Validation();
        var stored = OfferWords.StatusFilter(validation, status);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(
            c => OffersSql.ListAsync(c, search, advertiserId ?? default, stored, before, page.BoundedLimit),
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
                string? status,
                int limit = 100,
                string? cursor = null
            ) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        search,
                        advertiserId,
                        new PageRequest(limit, cursor),
                        status,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Events;

/// <summary>An advertiser's events, oldest first: the built-in default event leads.</summary>
public sealed class ListEvents(Database database)
{
    public async Task<Result<Page<EventAnswer>>> RunAsync(
        Actor actor,
        AdvertiserId advertiserId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadAfter(out var after))
            return NumberedPages.BadCursor;
        if (await database.ReadAsync(c => AdvertisersSql.FindAsync(c, advertiserId), cancellation) is not { } advertiser)
            return new Missing($"Advertiser {advertiserId}");
        var rows = await database.ReadAsync(c => OfferEventsSql.ListAsync(c, advertiserId, after, page.BoundedLimit), cancellation);
        return rows.Select(e => EventAnswer.Of(e, advertiser.DefaultEventId)).ToList().ToPage(page, e => e.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/advertisers/{id}/events",
            async (HttpContext http, AdvertiserId id, ListEvents operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), id, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Events;

/// <summary>One event of an advertiser.</summary>
public sealed class GetEvent(Database database)
{
    public async Task<Result<EventAnswer>> RunAsync(
        Actor actor,
        AdvertiserId advertiserId,
        OfferEventId id,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var advertiser = await database.ReadAsync(c => AdvertisersSql.FindAsync(c, advertiserId), cancellation);
        var found = await database.ReadAsync(c => OfferEventsSql.FindAsync(c, id), cancellation);
        if (advertiser is null || found is null || found.AdvertiserId != advertiserId)
            return new Missing($"Event {id} of advertiser {advertiserId}");
        return EventAnswer.Of(found, advertiser.DefaultEventId);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/advertisers/{id}/events/{eventId}",
            async (HttpContext http, AdvertiserId id, OfferEventId eventId, GetEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, eventId, http.RequestAborted)).ToOk()
        );
}

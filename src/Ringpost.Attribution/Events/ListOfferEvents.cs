using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Events;

/// <summary>The events of an offer's advertiser as the offer has them.</summary>
public sealed class ListOfferEvents(Snapshot<OfferConfiguration> configuration)
{
    public async Task<Result<Page<EventSettingAnswer>>> RunAsync(Actor actor, OfferId offerId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var picture = await configuration.GetAsync(cancellation);
        if (!picture.Offers.TryGetValue(offerId.Value, out var offer))
            return new Missing($"Offer {offerId}");
        var events = picture
            .EventsOn(offer)
            .OrderBy(e => e.Id.Value)
            .Select(e =>
                EventInForceRule.Answer(
                    e,
                    picture.DefaultEvents[e.AdvertiserId],
                    picture.DefaultContractOf(offer),
                    null,
                    picture.OfferEventSettings.GetValueOrDefault((e.Id, offerId)),
                    null
                )
            );
        return new Page<EventSettingAnswer>([.. events.Select(e => e.For(actor))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/events",
            async (HttpContext http, OfferId id, ListOfferEvents operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

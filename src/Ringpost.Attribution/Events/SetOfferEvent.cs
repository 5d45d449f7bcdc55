using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>Says what an offer changes of an event: on or off, published, its own amounts. What is null follows the event (cake.md 4).</summary>
public sealed class SetOfferEvent(Database database, ConfigurationVersion configuration)
{
    private const int LongestMinimum = 31_536_000;

    /// <param name="MinimumSeconds">How many seconds after its click the event may be reported at the earliest; null or 0 is at once.</param>
    public sealed record Request(
        bool? Active = null,
        bool? Publish = null,
        decimal? Payout = null,
        decimal? Received = null,
        int? MinimumSeconds = null,
        string? PriceFormat = null
    );

    public async Task<Result<EventSettingAnswer>> RunAsync(
        Actor actor,
        OfferId offerId,
        OfferEventId eventId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var setting = new EventSetting(
            eventId,
            offerId,
            null,
            request.Active,
            request.Publish,
            request.Payout is null ? null : validation.Amount("payout", request.Payout),
            request.Received is null ? null : validation.Amount("received", request.Received)
        )
        {
            MinimumSeconds = validation.Whole("minimumSeconds", request.MinimumSeconds, 0, LongestMinimum, 0) is > 0 and var seconds
                ? seconds
                : null,
            PriceFormat = request.Payout is null ? null : EventWords.PriceFormat(validation, request.PriceFormat),
        };
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<EventSettingAnswer>(
            actor,
            WriteKeys.Of($"offer-event:{offerId}:{eventId}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, offerId) is not { } offer)
                    return new Missing($"Offer {offerId}");
                if (await OfferEventsSql.FindAsync(unit.Connection, eventId) is not { } e || !await MayBuyAsync(unit, offer, e))
                    return new Missing($"Event {eventId} of offer {offerId}");
                var defaultEventId = (await AdvertisersSql.FindAsync(unit.Connection, e.AdvertiserId))!.DefaultEventId;
                if (EventWords.NoShare(setting, e.PriceFormat) is { } tooMuch)
                    return tooMuch;
                if (EventWords.PricedElsewhere(eventId == defaultEventId, setting, "offer") is { } fault)
                    return fault;
                var before = (await EventSettingsSql.ListOfOffersAsync(unit.Connection, offerId)).FirstOrDefault(s => s.EventId == eventId);
                await EventSettingsSql.ReplaceAsync(unit, setting);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "event-setting",
                    $"{eventId}",
                    before is null ? "create" : "update",
                    EventWords.Logged(before, e),
                    EventWords.Logged(setting, e),
                    new("offer", $"{offerId}")
                );
                await configuration.RaiseAsync(unit);
                return EventInForceRule.Answer(e, defaultEventId, OfferContract.DefaultOf(offer), null, setting, null);
            },
            cancellation
        );
    }

    /// <summary>The offer's own advertiser, or one that may buy on it beside.</summary>
    internal static async Task<bool> MayBuyAsync(WriteUnit unit, Offer offer, OfferEvent e)
    {
        if (e.AdvertiserId == offer.AdvertiserId)
            return true;
        var (listedOnly, listed) = await OfferBuyersSql.ReadAsync(unit.Connection, offer.Id);
        return !listedOnly || listed.Contains(e.AdvertiserId);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/offers/{id}/events/{eventId}",
            async (HttpContext http, OfferId id, OfferEventId eventId, Request request, SetOfferEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, eventId, request, http.RequestAborted)).ToOk()
        );
}

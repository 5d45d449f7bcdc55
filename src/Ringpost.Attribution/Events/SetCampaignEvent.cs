using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>Says what a campaign changes of an event: on or off, published, its own payout. What is null follows the offer (cake.md 4).</summary>
public sealed class SetCampaignEvent(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(bool? Active = null, bool? Publish = null, decimal? Payout = null, string? PriceFormat = null);

    public async Task<Result<EventSettingAnswer>> RunAsync(
        Actor actor,
        OfferCampaignId campaignId,
        OfferEventId eventId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var payout = request.Payout is null ? (long?)null : validation.Amount("payout", request.Payout);
        var format = payout is null ? null : EventWords.PriceFormat(validation, request.PriceFormat);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<EventSettingAnswer>(
            actor,
            WriteKeys.Of($"campaign-event:{campaignId}:{eventId}"),
            async unit =>
            {
                if (await OfferCampaignsSql.FindAsync(unit.Connection, campaignId) is not { } campaign)
                    return new Missing($"Campaign {campaignId}");
                var offer = (await OffersSql.FindAsync(unit.Connection, campaign.OfferId))!;
                if (
                    await OfferEventsSql.FindAsync(unit.Connection, eventId) is not { } e
                    || !await SetOfferEvent.MayBuyAsync(unit, offer, e)
                )
                    return new Missing($"Event {eventId} of campaign {campaignId}");
                var defaultEventId = (await AdvertisersSql.FindAsync(unit.Connection, e.AdvertiserId))!.DefaultEventId;
                var setting = new EventSetting(eventId, offer.Id, campaignId, request.Active, request.Publish, payout, null)
                {
                    PriceFormat = format,
                };
                if (EventWords.PricedElsewhere(eventId == defaultEventId, setting, "campaign") is { } fault)
                    return fault;
                var before = (await EventSettingsSql.ListOfCampaignsAsync(unit.Connection, campaignId)).FirstOrDefault(s =>
                    s.EventId == eventId
                );
                var atOffer = (await EventSettingsSql.ListOfOffersAsync(unit.Connection, offer.Id)).FirstOrDefault(s =>
                    s.EventId == eventId
                );
                if (EventWords.NoShare(setting, atOffer?.PriceFormat ?? e.PriceFormat) is { } tooMuch)
                    return tooMuch;
                var contract = (await ContractsSql.FindForAsync(unit.Connection, offer.Id, campaign.ContractId))!;
                await EventSettingsSql.ReplaceAsync(unit, setting);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "event-setting",
                    $"{eventId}",
                    before is null ? "create" : "update",
                    EventWords.Logged(before, e),
                    EventWords.Logged(setting, e),
                    new("offer-campaign", $"{campaignId}")
                );
                await configuration.RaiseAsync(unit);
                return EventInForceRule.Answer(e, defaultEventId, contract, campaign, atOffer, setting);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/offer-campaigns/{id}/events/{eventId}",
            async (HttpContext http, OfferCampaignId id, OfferEventId eventId, Request request, SetCampaignEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, eventId, request, http.RequestAborted)).ToOk()
        );
}

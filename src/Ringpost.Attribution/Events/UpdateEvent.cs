using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>Changes an event of an advertiser. What is absent stays; a third-party name of null or blank is taken away.</summary>
public sealed class UpdateEvent(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(
        string? Name = null,
        Optional<string> ThirdPartyName = default,
        string? Type = null,
        bool? Active = null,
        bool? AllowDuplicates = null,
        bool? Publish = null,
        decimal? Payout = null,
        decimal? Received = null,
        string? PriceFormat = null
    );

    public async Task<Result<EventAnswer>> RunAsync(
        Actor actor,
        AdvertiserId advertiserId,
        OfferEventId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<EventAnswer>(
            actor,
            WriteKeys.Of($"advertiser:{advertiserId}"),
            async unit =>
            {
                if (
                    await AdvertisersSql.FindAsync(unit.Connection, advertiserId) is not { } advertiser
                    || await OfferEventsSql.FindAsync(unit.Connection, id) is not { } before
                    || before.AdvertiserId != advertiserId
                )
                    return new Missing($"Event {id} of advertiser {advertiserId}");
                var validation = new Validation();
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name, EventWords.LongestName),
                    ThirdPartyName = request.ThirdPartyName.IsGiven
                        ? EventWords.ThirdPartyName(validation, request.ThirdPartyName.Value)
                        : before.ThirdPartyName,
                    Type = request.Type is null ? before.Type : EventWords.Type(validation, request.Type),
                    Active = request.Active ?? before.Active,
                    AllowDuplicates = request.AllowDuplicates ?? before.AllowDuplicates,
                    Publish = request.Publish ?? before.Publish,
                    Payout = validation.Amount("payout", request.Payout, before.Payout),
                    Received = validation.Amount("received", request.Received, before.Received),
                    PriceFormat = EventWords.PriceFormat(validation, request.PriceFormat) ?? before.PriceFormat,
                };
                OfferWords.CheckShare(validation, "payout", after.PriceFormat, after.Payout);
                EventWords.CheckDefault(validation, after, advertiser.DefaultEventId);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                if (
                    after.ThirdPartyName is { } name
                    && await OfferEventsSql.FindByThirdPartyNameAsync(unit.Connection, advertiserId, name) is { } holder
                    && holder.Id != id
                )
                    return EventWords.NameTaken(holder);
                await OfferEventsSql.UpdateAsync(unit, after);
                var answer = EventAnswer.Of(after, advertiser.DefaultEventId);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "event",
                    $"{id}",
                    "update",
                    EventAnswer.Of(before, advertiser.DefaultEventId),
                    answer,
                    new("advertiser", $"{advertiser.Id}")
                );
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPatch(
            "/advertisers/{id}/events/{eventId}",
            async (HttpContext http, AdvertiserId id, OfferEventId eventId, Request request, UpdateEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, eventId, request, http.RequestAborted)).ToOk()
        );
        // Conversions keep their event: removing one switches it off.
        api.MapDelete(
            "/advertisers/{id}/events/{eventId}",
            async (HttpContext http, AdvertiserId id, OfferEventId eventId, UpdateEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, eventId, new Request(Active: false), http.RequestAborted)).ToNoContent()
        );
    }
}

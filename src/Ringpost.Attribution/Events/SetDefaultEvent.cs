using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>Makes another event the one that a postback without <c>e</c> and <c>en</c> stands for; only macro events can be (cake.md 4).</summary>
public sealed class SetDefaultEvent(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(OfferEventId? EventId);

    public async Task<Result<Advertiser>> RunAsync(
        Actor actor,
        AdvertiserId advertiserId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (request.EventId is not { } eventId)
            return new Invalid("eventId", "An event is needed.");

        return await database.WriteOnceAsync<Advertiser>(
            actor,
            WriteKeys.Of($"advertiser:{advertiserId}"),
            async unit =>
            {
                if (await AdvertisersSql.FindAsync(unit.Connection, advertiserId) is not { } before)
                    return new Missing($"Advertiser {advertiserId}");
                if (await OfferEventsSql.FindAsync(unit.Connection, eventId) is not { } chosen || chosen.AdvertiserId != advertiserId)
                    return new Invalid("eventId", $"Event {eventId} is not one of this advertiser's.");
                if (chosen.Type != OfferEventType.Macro)
                    return new Invalid("eventId", $"“{chosen.Name}” is a micro event; only a macro event can be the default.");
                if (!chosen.Active)
                    return new Invalid("eventId", $"“{chosen.Name}” is switched off.");
                var after = before with { DefaultEventId = eventId };
                await AdvertisersSql.SetDefaultEventAsync(unit, advertiserId, eventId);
                await ChangeLogSql.AppendAsync(unit, actor, "advertiser", $"{advertiserId}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/advertisers/{id}/default-event",
            async (HttpContext http, AdvertiserId id, Request request, SetDefaultEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}

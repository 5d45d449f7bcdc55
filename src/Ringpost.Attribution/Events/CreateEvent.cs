using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

/// <summary>Adds an event to an advertiser: active on all its offers and campaigns, worth its own amounts, else nothing (cake.md 4).</summary>
public sealed class CreateEvent(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(
        string? Name,
        string? Type,
        string? ThirdPartyName = null,
        bool? AllowDuplicates = null,
        bool? Publish = null,
        decimal? Payout = null,
        decimal? Received = null,
        string? PriceFormat = null
    );

    public async Task<Result<EventAnswer>> RunAsync(
        Actor actor,
        AdvertiserId advertiserId,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var draft = new OfferEvent(
            default,
            advertiserId,
            validation.Name("name", request.Name, EventWords.LongestName),
            EventWords.ThirdPartyName(validation, request.ThirdPartyName),
            EventWords.Type(validation, request.Type),
            request.AllowDuplicates ?? false,
            request.Publish ?? true,
            Active: true,
            validation.Amount("payout", request.Payout),
            validation.Amount("received", request.Received),
            default
        )
        {
            PriceFormat = EventWords.PriceFormat(validation, request.PriceFormat) ?? PriceFormat.Cpe,
        };
        OfferWords.CheckShare(validation, "payout", draft.PriceFormat, draft.Payout);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<EventAnswer>(
            actor,
            WriteKeys.Of($"advertiser:{advertiserId}"),
            async unit =>
            {
                if (await AdvertisersSql.FindAsync(unit.Connection, advertiserId) is not { } advertiser)
                    return new Missing($"Advertiser {advertiserId}");
                if (
                    draft.ThirdPartyName is { } name
                    && await OfferEventsSql.FindByThirdPartyNameAsync(unit.Connection, advertiserId, name) is { } holder
                )
                    return EventWords.NameTaken(holder);
                var created = EventAnswer.Of(
                    await OfferEventsSql.InsertAsync(unit, draft with { CreatedAt = unit.Now }),
                    advertiser.DefaultEventId
                );
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "event",
                    $"{created.Id}",
                    "create",
                    null,
                    created,
                    new("advertiser", $"{advertiserId}")
                );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/advertisers/{id}/events",
            async (HttpContext http, AdvertiserId id, Request request, CreateEvent operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToCreated(e =>
                    $"/api/v1/advertisers/{id}/events/{e.Id}"
                )
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Advertisers;

/// <summary>Makes an advertiser with another's events, inactive, without its offers and its rows of the IP whitelist.</summary>
public sealed class DuplicateAdvertiser(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Advertiser>> RunAsync(Actor actor, AdvertiserId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Advertiser>(
            actor,
            WriteKeys.Of($"advertiser:{id}"),
            async unit =>
            {
                if (await AdvertisersSql.FindAsync(unit.Connection, id) is not { } source)
                    return new Missing($"Advertiser {id}");
                var name = CopyName.Of(source.Name);
                var copy = await AdvertisersSql.InsertAsync(unit, name);
                var events = await CopyEventsAsync(unit, source, copy);
                var standard = events.First(e => e.Source == source.DefaultEventId).Copy;
                await AdvertisersSql.SetDefaultEventAsync(unit, copy, standard.Id);
                var created = new Advertiser(copy, name, standard.Id, unit.Now, AccountWords.Of(AccountStatus.Inactive));
                await AdvertisersSql.UpdateAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "advertiser", $"{copy}", created, $"{id}");
                foreach (var (_, made) in events)
                    await ChangeLogSql.AppendAsync(
                        unit,
                        actor,
                        "event",
                        $"{made.Id}",
                        "create",
                        null,
                        EventAnswer.Of(made, standard.Id),
                        new("advertiser", $"{copy}")
                    );
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    private static async Task<IReadOnlyList<(OfferEventId Source, OfferEvent Copy)>> CopyEventsAsync(
        WriteUnit unit,
        Advertiser source,
        AdvertiserId copy
    )
    {
        var copies = new List<(OfferEventId, OfferEvent)>();
        foreach (var offerEvent in await OfferEventsSql.ListAsync(unit.Connection, source.Id, 0, int.MaxValue))
            copies.Add(
                (offerEvent.Id, await OfferEventsSql.InsertAsync(unit, offerEvent with { AdvertiserId = copy, CreatedAt = unit.Now }))
            );
        return copies;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/advertisers/{id}/duplicate",
            async (HttpContext http, AdvertiserId id, DuplicateAdvertiser operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(a => $"/api/v1/advertisers/{a.Id}")
        );
}

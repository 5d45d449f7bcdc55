using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Advertisers;

/// <summary>Removes an advertiser that has no offers, with its events and whitelist.</summary>
public sealed class DeleteAdvertiser(Database database, ConfigurationVersion configuration)
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
                if (await AdvertisersSql.FindAsync(unit.Connection, id) is not { } advertiser)
                    return new Missing($"Advertiser {id}");
                if (await AdvertisersSql.HasOffersAsync(unit.Connection, id))
                    return new Clash("advertiser-in-use", "This advertiser has offers. Set them inactive instead.");
                await AdvertisersSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "advertiser", $"{id}", "delete", advertiser, null);
                await configuration.RaiseAsync(unit);
                return advertiser;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/advertisers/{id}",
            async (HttpContext http, AdvertiserId id, DeleteAdvertiser operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

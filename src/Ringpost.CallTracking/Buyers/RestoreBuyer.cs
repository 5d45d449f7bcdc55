using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Buyers;

/// <summary>Brings an archived buyer back, paused and without targets.</summary>
public sealed class RestoreBuyer(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Buyer>> RunAsync(Actor actor, BuyerId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Buyer>(
            actor,
            WriteKeys.Of($"buyer:{id}"),
            async unit =>
            {
                if (await BuyersSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Buyer {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                await BuyersSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await ChangeLogSql.AppendAsync(unit, actor, "buyer", $"{id}", "restore", null, restored);
                await configuration.RaiseAsync(unit);
                return restored;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/buyers/{id}/restore",
            async (HttpContext http, BuyerId id, RestoreBuyer operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

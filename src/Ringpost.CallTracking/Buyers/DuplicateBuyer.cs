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

/// <summary>Makes a buyer with another's settings, paused and without targets.</summary>
public sealed class DuplicateBuyer(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<Buyer>> RunAsync(Actor actor, BuyerId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var copy = new BuyerId("BU" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Buyer>(
            actor,
            WriteKeys.Of($"buyer:{id}"),
            async unit =>
            {
                if (await BuyersSql.FindAsync(unit.Connection, id) is not { } source)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var created = source with { Id = copy, Name = CopyName.Of(source.Name), Enabled = false, CreatedAt = unit.Now };
                await BuyersSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "buyer", $"{copy}", created, $"{id}");
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/buyers/{id}/duplicate",
            async (HttpContext http, BuyerId id, DuplicateBuyer operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(b => $"/api/v1/buyers/{b.Id}")
        );
}

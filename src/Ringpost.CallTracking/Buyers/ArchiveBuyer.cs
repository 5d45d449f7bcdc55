using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Targets;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Buyers;

/// <summary>Takes a buyer out of use; its calls keep its name. Refused while it has targets.</summary>
public sealed class ArchiveBuyer(Database database, ConfigurationVersion configuration)
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
                if (await BuyersSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (await TargetsSql.CountOfBuyerAsync(unit.Connection, id) is > 0 and var targets)
                    return new Clash(
                        "in-use",
                        targets == 1
                            ? Phrase.Of($"The buyer has {targets} target. Move or archive it first.")
                            : Phrase.Of($"The buyer has {targets} targets. Move or archive them first.")
                    );
                await BuyersSql.ArchiveAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "buyer", $"{id}", "archive", before, null);
                await configuration.RaiseAsync(unit);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/buyers/{id}",
            async (HttpContext http, BuyerId id, ArchiveBuyer operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

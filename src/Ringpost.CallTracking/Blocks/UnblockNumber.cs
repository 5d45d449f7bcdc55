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

namespace Ringpost.CallTracking.Blocks;

/// <summary>Lets callers in again, from the next call on. Calls that were turned away stay so.</summary>
public sealed class UnblockNumber(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<BlockedNumber>> RunAsync(Actor actor, BlockedNumberId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<BlockedNumber>(
            actor,
            WriteKeys.Of($"blocked-number:{id}"),
            async unit =>
            {
                if (await BlockedNumbersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Blocked number {id}");
                await BlockedNumbersSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "blocked-number", $"{id}", "delete", before.Logged(), null);
                await configuration.RaiseAsync(unit);
                return before;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/blocked-numbers/{id}",
            async (HttpContext http, BlockedNumberId id, UnblockNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

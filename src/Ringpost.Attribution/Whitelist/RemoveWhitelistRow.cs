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

namespace Ringpost.Attribution.Whitelist;

/// <summary>Takes a range off the whitelist.</summary>
public sealed class RemoveWhitelistRow(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<WhitelistAnswer>> RunAsync(Actor actor, long id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<WhitelistAnswer>(
            actor,
            WriteKeys.Of($"ip-whitelist:{id}"),
            async unit =>
            {
                if (await WhitelistSql.FindAsync(unit.Connection, id) is not { } row)
                    return new Missing($"Range {id}");
                var removed = WhitelistAnswer.Of(row);
                await WhitelistSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "ip-whitelist", $"{id}", "delete", removed, null);
                await configuration.RaiseAsync(unit);
                return removed;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/ip-whitelist/{id:long}",
            async (HttpContext http, long id, RemoveWhitelistRow operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

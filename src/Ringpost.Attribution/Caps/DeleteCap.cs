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

namespace Ringpost.Attribution.Caps;

/// <summary>Takes a cap away. Conversions that came over it stay as they are.</summary>
public sealed class DeleteCap(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<CapAnswer>> RunAsync(Actor actor, CapId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<CapAnswer>(
            actor,
            WriteKeys.Of($"cap:{id}"),
            async unit =>
            {
                if (await CapsSql.FindAsync(unit.Connection, id) is not { } cap)
                    return new Missing($"Cap {id}");
                var answer = await CapNow.ReadAsync(unit.Connection, cap, unit.Now);
                await CapsSql.DeleteAsync(unit, id);
                await CapCountersSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "cap", $"{id}", "delete", answer, null, CapWords.CardOf(cap));
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/caps/{id}",
            async (HttpContext http, CapId id, DeleteCap operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}

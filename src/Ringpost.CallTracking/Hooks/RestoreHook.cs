using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

/// <summary>Brings an archived conversion webhook back, paused, under the URL that it had.</summary>
public sealed class RestoreHook(Database database)
{
    public async Task<Result<ConversionHook>> RunAsync(Actor actor, HookId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ConversionHook>(
            actor,
            WriteKeys.Of($"conversion-hook:{id}"),
            async unit =>
            {
                if (await HooksSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Webhook {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                await HooksSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await ChangeLogSql.AppendAsync(unit, actor, "conversion-hook", $"{id}", "restore", null, restored);
                return restored;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversion-hooks/{id}/restore",
            async (HttpContext http, HookId id, RestoreHook operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

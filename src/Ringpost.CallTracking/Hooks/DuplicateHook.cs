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

/// <summary>Makes a conversion webhook like another, paused, with a URL of its own. It asks for the same secret.</summary>
public sealed class DuplicateHook(Database database, Identifiers identifiers)
{
    public async Task<Result<ConversionHook>> RunAsync(Actor actor, HookId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var copy = new HookId("WH" + identifiers.Secret()[..32]);
        return await database.WriteOnceAsync<ConversionHook>(
            actor,
            WriteKeys.Of($"conversion-hook:{id}"),
            async unit =>
            {
                if (await HooksSql.FindAsync(unit.Connection, id) is not { } source)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var created = source with { Id = copy, Name = CopyName.Of(source.Name), Enabled = false, CreatedAt = unit.Now };
                await HooksSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "conversion-hook", $"{copy}", created, $"{id}");
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversion-hooks/{id}/duplicate",
            async (HttpContext http, HookId id, DuplicateHook operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(h => $"/api/v1/conversion-hooks/{h.Id}")
        );
}

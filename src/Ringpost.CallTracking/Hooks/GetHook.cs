using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Hooks;

/// <summary>One conversion webhook. Its URL lets anybody send, so who may change configuration sees it alone.</summary>
public sealed class GetHook(Database database)
{
    public async Task<Result<ConversionHook>> RunAsync(Actor actor, HookId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.ReadAsync(c => HooksSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found
            : new Missing($"Webhook {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/conversion-hooks/{id}",
            async (HttpContext http, HookId id, GetHook operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

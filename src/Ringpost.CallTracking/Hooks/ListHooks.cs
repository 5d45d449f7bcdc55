using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Hooks;

/// <summary>The conversion webhooks, oldest first; those in use, or the archived ones.</summary>
public sealed class ListHooks(Database database)
{
    public async Task<Result<Page<ConversionHook>>> RunAsync(Actor actor, bool archived = false, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return new Page<ConversionHook>(await database.ReadAsync(c => HooksSql.ListAsync(c, archived), cancellation), null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/conversion-hooks",
            async (HttpContext http, ListHooks operation, bool archived = false) =>
                (await operation.RunAsync(http.Actor(), archived, http.RequestAborted)).ToOk()
        );
}

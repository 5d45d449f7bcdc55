using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Caps;

/// <summary>One cap with how far it is used up.</summary>
public sealed class GetCap(Database database, TimeProvider time)
{
    public async Task<Result<CapAnswer>> RunAsync(Actor actor, CapId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var now = Instant.From(time.GetUtcNow());
        return
            await database.ReadAsync(
                async c => await CapsSql.FindAsync(c, id) is { } cap ? await CapNow.ReadAsync(c, cap, now) : null,
                cancellation
            )
                is { } found
            ? found
            : new Missing($"Cap {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/caps/{id}",
            async (HttpContext http, CapId id, GetCap operation) => (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Blocks;

/// <summary>One blocked number, as a turned-away call names it.</summary>
public sealed class GetBlockedNumber(Database database)
{
    public async Task<Result<BlockedNumber>> RunAsync(Actor actor, BlockedNumberId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => BlockedNumbersSql.FindAsync(c, id), cancellation) is { } found
            ? found.For(actor)
            : new Missing($"Blocked number {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/blocked-numbers/{id}",
            async (HttpContext http, BlockedNumberId id, GetBlockedNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Targets;

/// <summary>Targets, newest first, by a part of their name, their whole destination, or their buyer; those in use, or the archived ones.</summary>
public sealed class ListTargets(Database database)
{
    public async Task<Result<Page<Target>>> RunAsync(
        Actor actor,
        string? search,
        BuyerId? buyerId,
        PageRequest page,
        bool archived = false,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return new Invalid("cursor", "This cursor is not one of ours.");
        var rows = await database.ReadAsync(
            c => TargetsSql.ListAsync(c, search, buyerId, archived, before, page.BoundedLimit),
            cancellation
        );
        return new Page<Target>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/targets",
            async (
                HttpContext http,
                ListTargets operation,
                string? search,
                BuyerId? buyerId,
                bool archived = false,
                int limit = 100,
                string? cursor = null
            ) =>
                (
                    await operation.RunAsync(http.Actor(), search, buyerId, new PageRequest(limit, cursor), archived, http.RequestAborted)
                ).ToOk()
        );
}

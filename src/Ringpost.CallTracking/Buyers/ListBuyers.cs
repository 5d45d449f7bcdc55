using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Buyers;

/// <summary>Buyers, newest first, by a part of their name or their whole Sub ID; those in use, or the archived ones.</summary>
public sealed class ListBuyers(Database database)
{
    public async Task<Result<Page<Buyer>>> RunAsync(
        Actor actor,
        string? search,
        PageRequest page,
        bool archived = false,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return new Invalid("cursor", "This cursor is not one of ours.");
        var rows = await database.ReadAsync(c => BuyersSql.ListAsync(c, search, archived, before, page.BoundedLimit), cancellation);
        return new Page<Buyer>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/buyers",
            async (HttpContext http, ListBuyers operation, string? search, bool archived = false, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), search, new PageRequest(limit, cursor), archived, http.RequestAborted)).ToOk()
        );
}

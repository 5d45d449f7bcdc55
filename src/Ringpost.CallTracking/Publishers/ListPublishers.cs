using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Publishers;

/// <summary>Publishers, newest first, by a part of their name or their whole Sub ID; those in use, or the archived ones.</summary>
public sealed class ListPublishers(Database database)
{
    public async Task<Result<Page<Publisher>>> RunAsync(
        Actor actor,
        string? search,
        PageRequest page,
        bool archived = false,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return new Invalid("cursor", "This cursor is not one of ours.");
        var rows = await database.ReadAsync(c => PublishersSql.ListAsync(c, search, archived, before, page.BoundedLimit), cancellation);
        return new Page<Publisher>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/publishers",
            async (
                HttpContext http,
                ListPublishers operation,
                string? search,
                bool archived = false,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), search, new PageRequest(limit, cursor), archived, http.RequestAborted)).ToOk()
        );
}

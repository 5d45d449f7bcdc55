using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Erasure;

/// <summary>Which callers were erased, newest first: never which number.</summary>
public sealed class ListErasures(Database database)
{
    public async Task<Result<Page<CallerErasure>>> RunAsync(Actor actor, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return new Invalid("cursor", "This cursor is not one of ours.");
        var rows = await database.ReadAsync(c => CallerErasuresSql.ListAsync(c, before, page.BoundedLimit), cancellation);
        return new Page<CallerErasure>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode(rows[^1].Id.Value) : null);
    }

    public async Task<Result<CallerErasure>> FindAsync(Actor actor, CallerErasureId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.ReadAsync(c => CallerErasuresSql.FindAsync(c, id), cancellation) is { } row
            ? row.ToErasure()
            : new Missing($"Erasure {id}");
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/caller-erasures",
            async (HttpContext http, ListErasures operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/caller-erasures/{id}",
            async (HttpContext http, CallerErasureId id, ListErasures operation) =>
                (await operation.FindAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
    }
}

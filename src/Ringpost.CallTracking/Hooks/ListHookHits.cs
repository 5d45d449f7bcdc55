using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Hooks;

/// <summary>What was sent to a conversion webhook and what became of it, newest first; 90 days.</summary>
public sealed class ListHookHits(Database database)
{
    public async Task<Result<Page<HookHit>>> RunAsync(Actor actor, HookId id, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (
            !Cursor.TryDecode(page.Cursor, out var cursor)
            || !long.TryParse(cursor ?? $"{long.MaxValue}", NumberStyles.None, CultureInfo.InvariantCulture, out var before)
        )
            return new Invalid("cursor", "This cursor is not one of ours.");
        return await database.ReadAsync<Result<Page<HookHit>>>(
            async c =>
            {
                if (await HooksSql.FindEvenArchivedAsync(c, id) is null)
                    return new Missing($"Webhook {id}");
                var rows = await HookHitsSql.ListAsync(c, id, before, page.BoundedLimit);
                return new Page<HookHit>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/conversion-hooks/{id}/hits",
            async (HttpContext http, HookId id, ListHookHits operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), id, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Pixels;

/// <summary>Pixels, newest first, by a part of their name; those in use, or the archived ones.</summary>
public sealed class ListPixels(Database database, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<Page<PixelSetting>>> RunAsync(
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
        var rows = await database.ReadAsync(c => PixelsSql.ListAsync(c, search, archived, before, page.BoundedLimit), cancellation);
        var around = PixelSurroundings.Of(await snapshot.GetAsync(cancellation));
        return new Page<PixelSetting>(
            [.. rows.Select(r => PixelWarnings.Add(r, around).For(actor))],
            rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/pixels",
            async (HttpContext http, ListPixels operation, string? search, bool archived = false, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), search, new PageRequest(limit, cursor), archived, http.RequestAborted)).ToOk()
        );
}

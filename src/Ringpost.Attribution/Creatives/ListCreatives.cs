using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Creatives;

/// <summary>Creatives, newest first, by offer.</summary>
public sealed class ListCreatives(Database database)
{
    public async Task<Result<Page<CreativeAnswer>>> RunAsync(
        Actor actor,
        OfferId? offerId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(c => CreativesSql.ListAsync(c, offerId ?? default, before, page.BoundedLimit), cancellation);
        return rows.Select(CreativeAnswer.Of).ToList().ToPage(page, c => c.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/creatives",
            async (HttpContext http, ListCreatives operation, OfferId? offerId, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), offerId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

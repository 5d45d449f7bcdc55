using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Caps;

/// <summary>Caps with how far they are used up, in the order in which they were made; all of them, or those of an offer and of all that belongs to it.</summary>
public sealed class ListCaps(Database database, TimeProvider time)
{
    public async Task<Result<Page<CapAnswer>>> RunAsync(
        Actor actor,
        OfferId? offerId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadAfter(out var after))
            return NumberedPages.BadCursor;
        var now = Instant.From(time.GetUtcNow());
        var answers = await database.ReadAsync(
            async c =>
            {
                var rows = new List<CapAnswer>();
                foreach (var cap in await CapsSql.ListAsync(c, offerId ?? default, after, page.BoundedLimit))
                    rows.Add(await CapNow.ReadAsync(c, cap, now));
                return rows;
            },
            cancellation
        );
        return answers.ToPage(page, c => c.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/caps",
            async (HttpContext http, ListCaps operation, OfferId? offerId, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), offerId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

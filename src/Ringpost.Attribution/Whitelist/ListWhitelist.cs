using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Whitelist;

/// <summary>Whitelisted ranges, newest first, of one advertiser or all.</summary>
public sealed class ListWhitelist(Database database)
{
    public async Task<Result<Page<WhitelistAnswer>>> RunAsync(
        Actor actor,
        AdvertiserId? advertiserId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(
            c => WhitelistSql.ListAsync(c, advertiserId ?? default, before, page.BoundedLimit),
            cancellation
        );
        return rows.Select(WhitelistAnswer.Of).ToList().ToPage(page, r => r.Id);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/ip-whitelist",
            async (HttpContext http, ListWhitelist operation, AdvertiserId? advertiserId, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), advertiserId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

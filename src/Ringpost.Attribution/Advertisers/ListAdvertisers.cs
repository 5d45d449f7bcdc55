using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Advertisers;

/// <summary>Advertisers, newest first, by a part of their name and by status.</summary>
public sealed class ListAdvertisers(Database database)
{
    public async Task<Result<Page<Advertiser>>> RunAsync(
        Actor actor,
        string? search,
        PageRequest page,
        string? status = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var validation = new Validation();
        var stored = AccountWords.Filter(validation, status);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(c => AdvertisersSql.ListAsync(c, search, stored, before, page.BoundedLimit), cancellation);
        return rows.ToPage(page, a => a.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/advertisers",
            async (HttpContext http, ListAdvertisers operation, string? search, string? status, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), search, new PageRequest(limit, cursor), status, http.RequestAborted)).ToOk()
        );
}

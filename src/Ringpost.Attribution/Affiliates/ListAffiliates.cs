using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Affiliates;

/// <summary>Affiliates, newest first, by a part of their name and by status.</summary>
public sealed class ListAffiliates(Database database)
{
    public async Task<Result<Page<Affiliate>>> RunAsync(
        Actor actor,
        string? search,
        PageRequest page,
        string? status = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var validation = new Validation();
        var stored = AccountWords.Filter(validation, status);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(c => AffiliatesSql.ListAsync(c, search, stored, before, page.BoundedLimit), cancellation);
        return rows.Select(a => a.For(actor)).ToList().ToPage(page, a => a.Id.Value);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/affiliates",
            async (HttpContext http, ListAffiliates operation, string? search, string? status, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), search, new PageRequest(limit, cursor), status, http.RequestAborted)).ToOk()
        );
}

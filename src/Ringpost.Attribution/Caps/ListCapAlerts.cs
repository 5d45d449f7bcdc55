using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Caps;

/// <summary>Caps that were met, newest first; all of them, or those that nobody has seen.</summary>
public sealed class ListCapAlerts(Database database)
{
    public async Task<Result<Page<CapAlert>>> RunAsync(
        Actor actor,
        bool unseenOnly,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(c => CapAlertsSql.ListAsync(c, unseenOnly, before, page.BoundedLimit), cancellation);
        return rows.ToPage(page, a => a.Id);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/cap-alerts",
            async (HttpContext http, ListCapAlerts operation, bool unseen = false, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), unseen, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

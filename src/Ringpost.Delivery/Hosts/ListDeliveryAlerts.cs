using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Hosts;

/// <summary>Alerts, newest first; all of them, or those that nobody has dismissed.</summary>
public sealed class ListDeliveryAlerts(Database database)
{
    public async Task<Result<Page<DeliveryAlert>>> RunAsync(
        Actor actor,
        bool unseenOnly,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(c => HostsSql.AlertsAsync(c, unseenOnly, before, page.BoundedLimit), cancellation);
        return new Page<DeliveryAlert>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode(rows[^1].Id) : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/delivery-alerts",
            async (HttpContext http, ListDeliveryAlerts operation, bool unseen = false, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), unseen, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

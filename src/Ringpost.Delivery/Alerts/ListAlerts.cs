using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Alerts;

/// <summary>Alerts, newest first; all of them, those of a kind, or those that nobody has dismissed.</summary>
public sealed class ListAlerts(Database database)
{
    /// <param name="Kind">One of <see cref="AlertKind"/>; empty for all.</param>
    public sealed record Filter(string? Kind = null, bool Unseen = false);

    /// <summary>They name targets and buyers, or amounts; whoever may not see those is not told of them.</summary>
    private static readonly AlertKind[] OfRevenue =
    [
        AlertKind.CallCapMet,
        AlertKind.NoAnswer,
        AlertKind.Busy,
        AlertKind.TargetFails,
        AlertKind.NoEligibleTarget,
        AlertKind.BooksDiffer,
    ];

    public async Task<Result<Page<Alert>>> RunAsync(Actor actor, Filter filter, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var validation = new Validation();
        AlertKind? kind = string.IsNullOrWhiteSpace(filter.Kind) ? null : validation.Choice<AlertKind>("kind", filter.Kind);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var hidden = actor.May(Permission.SeeRevenue) ? [] : OfRevenue;
        var rows = await database.ReadAsync(
            async c =>
            {
                var alerts = await AlertsSql.ListAsync(c, kind, filter.Unseen, before, page.BoundedLimit, hidden);
                if (alerts.Count == 0 || !actor.May(Permission.Administer))
                    return alerts;
                var mails = await AlertMailsSql.OfAsync(c, alerts[^1].Id, alerts[0].Id);
                return [.. alerts.Select(a => a with { Mails = [.. mails[a.Id]] })];
            },
            cancellation
        );
        return rows.ToPage(page, a => a.Id);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/alerts",
            async (
                HttpContext http,
                ListAlerts operation,
                string? kind = null,
                bool unseen = false,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), new(kind, unseen), new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.Periods;

/// <summary>The periods, newest first, and what could be closed next.</summary>
public sealed class ListPeriods(Database database, Snapshot<Instance> instance)
{
    /// <param name="OpenFrom">The first day that is not closed; null where nothing was closed yet.</param>
    /// <param name="LastMonth">The last day of the last month that is over; null where it is closed.</param>
    /// <param name="LastWeek">The same of the last week, which ends on a Sunday.</param>
    /// <param name="Issuer">Who stands at the head of documents that are made from now on.</param>
    public sealed record Response(
        IReadOnlyList<Period> Items,
        string? Next,
        string Zone,
        string? OpenFrom,
        string? LastMonth,
        string? LastWeek,
        string Issuer
    );

    public async Task<Result<Response>> RunAsync(Actor actor, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var before = long.MaxValue;
        if (page.Cursor is { } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return NumberedPages.BadCursor;
        var zone = (await instance.GetAsync(cancellation)).Zone;
        var (items, last, issuer) = await database.ReadAsync(
            async c =>
                (
                    await PeriodsSql.ListAsync(c, before, page.BoundedLimit),
                    await PeriodsSql.LastAsync(c),
                    await SettingsSql.ReadAsync(c, SetIssuer.Setting) ?? ""
                ),
            cancellation
        );
        var today = DateOnly.FromDateTime(TimeZones.InZone(database.Now, zone).DateTime);
        string? Open(DateOnly day) =>
            last is null || day > last.LastDay ? day.ToString(Period.DayFormat, CultureInfo.InvariantCulture) : null;
        return new Response(
            items,
            items.Count == page.BoundedLimit ? $"{items[^1].Id}" : null,
            zone.Id,
            last is null ? null : BookWalk.Day(last.EndsAt, zone),
            Open(today.AddDays(-today.Day)),
            Open(today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - 1)),
            issuer
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/periods",
            async (HttpContext http, ListPeriods operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

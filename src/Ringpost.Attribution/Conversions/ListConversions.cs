using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Conversions;

/// <summary>Conversions and events, newest first, as a list and as a file (cake.md 9.3).</summary>
public sealed class ListConversions(Database database, Snapshot<Instance> instance)
{
    public async Task<Result<Page<ConversionAnswer>>> RunAsync(
        Actor actor,
        ConversionFilter filter,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        var range = filter.Read(validation, (await instance.GetAsync(cancellation)).Zone);
        if (!actor.May(Permission.SeeRevenue))
            foreach (
                var field in new[]
                {
                    filter.AdvertiserId is null ? null : "advertiserId",
                    string.IsNullOrEmpty(filter.UserId) ? null : "userId",
                }.OfType<string>()
            )
                validation.Add(field, new Forbidden(Permission.SeeRevenue).Says);
        if (!TryReadPlace(page.Cursor, out var at, out var id))
            return NumberedPages.BadCursor;
        if (validation.HasErrors)
            return validation.ToRefusal();

        var (rows, publicIds) = await database.ReadAsync(
            async c => (await ConversionsSql.ListAsync(c, filter, range, at, id, page.BoundedLimit), await PublicIds.LoadAsync(c)),
            cancellation
        );
        var next = rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].At.UnixMilliseconds}:{rows[^1].Id}") : null;
        return new Page<ConversionAnswer>([.. rows.Select(r => r.ToAnswer(publicIds, actor))], next);
    }

    private static bool TryReadPlace(string? cursor, out Instant at, out long id)
    {
        (at, id) = (new Instant(long.MaxValue), long.MaxValue);
        if (!Cursor.TryDecode(cursor, out var key))
            return false;
        if (key is null)
            return true;
        var parts = key.Split(':');
        if (
            parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out id)
        )
            return false;
        at = new Instant(moment);
        return true;
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/conversions",
            async (
                HttpContext http,
                ListConversions operation,
                [AsParameters] ConversionFilter filter,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), filter, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/conversions.csv",
            async Task<IResult> (
                HttpContext http,
                ListConversions operation,
                Snapshot<Instance> instance,
                [AsParameters] ConversionFilter filter
            ) =>
            {
                Task<Result<Page<ConversionAnswer>>> Fetch(string? cursor) =>
                    operation.RunAsync(http.Actor(), filter, new PageRequest(1000, cursor), http.RequestAborted);
                var first = await Fetch(null);
                if (!first.IsOk)
                    return first.Refusal.ToProblem();
                var zone = (await instance.GetAsync(http.RequestAborted)).Zone;
                return new CsvAnswer<ConversionAnswer>(
                    "conversions.csv",
                    ConversionColumns.Of(zone, http.Actor()),
                    async cursor => cursor is null ? first.Value : (await Fetch(cursor)).Value
                );
            }
        );
    }
}

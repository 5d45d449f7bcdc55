using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.PixelLog;

/// <summary>The pixel log, newest first.</summary>
public sealed class ListPixelLog(Database database, Snapshot<OfferConfiguration> configuration)
{
    private readonly Snapshot<OfferConfiguration> _configuration = configuration;

    private static readonly CsvColumn<PixelLogRow>[] Columns =
    [
        new("Id", r => $"{r.Id}"),
        new("At (UTC)", r => r.At.ToString()),
        new("Address", r => r.Ip),
        new("Whitelisted", r => r.Whitelisted ? "yes" : "no"),
        new("Outcome", r => r.Outcome.ToText()),
        new("Offer", r => r.OfferId?.ToString()),
        new("Conversion", r => r.ConversionId?.ToString()),
        new("Reason", r => r.Explanation is [.., { Verdict: "stop" } last] ? $"{last.Detail}" : ""),
        new("Method", r => r.Method),
        new("URL", r => r.Url),
        new("Referrer", r => r.Referrer),
        new("User agent", r => r.UserAgent),
    ];

    /// <summary>How many rows one read looks at where no index leads to the wanted ones, and how many such reads one page may take.</summary>
    private const int Slice = 10_000;

    private const int MostSlices = 30;

    /// <summary>A page can be shorter than asked, even empty, and yet name a next one: the search then goes on from there.</summary>
    public async Task<Result<Page<PixelLogRow>>> RunAsync(
        Actor actor,
        PixelLogFilter filter,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (filter.AdvertiserId is not null && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (PixelLogPlace.Read(page.Cursor, PixelLogPlace.Newest) is not { } place)
            return NumberedPages.BadCursor;
        var offers = OffersOf(filter, await _configuration.GetAsync(cancellation));
        var rows = new List<StoredLogRow>();
        for (var slice = 0; slice < MostSlices; slice++)
        {
            var (floor, found) = await database.ReadAsync(
                async c =>
                {
                    var end = filter.IsDirect ? null : await PixelLogSql.SliceAsync(c, place, filter, newestFirst: true, Slice);
                    return (end, await PixelLogSql.ListAsync(c, place, end, filter, offers, page.BoundedLimit - rows.Count));
                },
                cancellation
            );
            rows.AddRange(found);
            if (rows.Count == page.BoundedLimit)
                return Page(rows, actor, new PixelLogPlace(rows[^1].At, rows[^1].Id));
            if (floor is null)
                return Page(rows, actor, null);
            place = floor;
        }

        return Page(rows, actor, place);
    }

    /// <summary>The same, by the filter as texts.</summary>
    public async Task<Result<Page<PixelLogRow>>> RunAsync(
        Actor actor,
        PixelLogQuery query,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        var filter = query.Read((await _configuration.GetAsync(cancellation)).Zone);
        return filter.IsOk ? await RunAsync(actor, filter.Value, page, cancellation) : filter.Refusal;
    }

    internal static IReadOnlyList<long>? OffersOf(PixelLogFilter filter, OfferConfiguration configuration) =>
        filter.AdvertiserId is { } advertiser
            ?
            [
                .. configuration
                    .Offers.Values.Where(o => o.AdvertiserId == advertiser && (filter.OfferId is null || o.Id == filter.OfferId))
                    .Select(o => o.Id.Value),
            ]
        : filter.OfferId is { } offer ? [offer.Value]
        : null;

    private static Page<PixelLogRow> Page(List<StoredLogRow> rows, Actor actor, PixelLogPlace? next) =>
        new([.. rows.Select(r => PixelLogView.Of(r, actor))], next?.ToCursor());

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/pixel-log",
            async (HttpContext http, ListPixelLog operation, [AsParameters] PixelLogQuery query, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), query, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/pixel-log.csv",
            async (HttpContext http, ListPixelLog operation, [AsParameters] PixelLogQuery query) =>
            {
                var filter = query.Read((await operation._configuration.GetAsync()).Zone);
                if (!filter.IsOk)
                    return filter.Refusal.ToProblem();
                var actor = http.Actor();
                return (IResult)
                    new CsvAnswer<PixelLogRow>(
                        "pixel-log.csv",
                        Columns,
                        async next => await operation.RunAsync(actor, filter.Value, new PageRequest(1000, next), http.RequestAborted)
                    );
            }
        );
    }
}

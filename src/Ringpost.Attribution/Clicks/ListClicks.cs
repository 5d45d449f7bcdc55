using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Clicks;

/// <summary>Clicks, newest first, as a list and as a file.</summary>
public sealed class ListClicks(Database database, Snapshot<Instance> instance)
{
    public async Task<Result<Page<ClickAnswer>>> RunAsync(
        Actor actor,
        ClickFilter filter,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        var range = filter.Read(validation, (await instance.GetAsync(cancellation)).Zone);
        if (filter.AdvertiserId is not null && !actor.May(Permission.SeeRevenue))
            validation.Add("advertiserId", new Forbidden(Permission.SeeRevenue).Says);
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(c => ClicksSql.ListAsync(c, filter, range, before, page.BoundedLimit), cancellation);
        return rows.Select(r => r.ToAnswer(actor)).ToList().ToPage(page, c => long.Parse(c.Id, CultureInfo.InvariantCulture));
    }

    private static IReadOnlyList<CsvColumn<ClickAnswer>> Columns(TimeZoneInfo zone, Actor actor) =>
        [
            new("Click ID", c => c.Id),
            new($"Click Date ({zone.Id})", c => TimeZones.InZone(c.At, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            new("Request Session ID", c => c.RequestSessionId),
            new("Offer Request ID", c => c.OfferRequestId),
            new("Duplicate", c => c.Duplicate ? "TRUE" : "FALSE"),
            new("Bot", c => c.Bot ? "TRUE" : "FALSE"),
            new("Test", c => c.Test ? "TRUE" : "FALSE"),
            new("Converted", c => c.Converted ? "TRUE" : "FALSE"),
            new("Affiliate ID", c => $"{c.AffiliateId}"),
            new("Affiliate Name", c => c.AffiliateName),
            .. actor.May(Permission.SeeRevenue) ? new[] { new CsvColumn<ClickAnswer>("Advertiser ID", c => $"{c.AdvertiserId}") } : [],
            new("Offer ID", c => $"{c.OfferId}"),
            new("Offer Name", c => c.OfferName),
            new("Campaign ID", c => $"{c.OfferCampaignId}"),
            new("Creative ID", c => $"{c.CreativeId}"),
            new("Creative", c => c.CreativeName),
            new("Sub ID", c => c.S1),
            new("Sub ID 2", c => c.S2),
            new("Sub ID 3", c => c.S3),
            new("Sub ID 4", c => c.S4),
            new("Sub ID 5", c => c.S5),
            new("UDID", c => c.Udid),
            new("IP Address", c => c.Ip),
            new("User Agent", c => c.UserAgent),
            new("Referrer", c => c.Referrer),
        ];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/clicks",
            async (HttpContext http, ListClicks operation, [AsParameters] ClickFilter filter, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), filter, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/clicks.csv",
            async Task<IResult> (HttpContext http, ListClicks operation, Snapshot<Instance> instance, [AsParameters] ClickFilter filter) =>
            {
                Task<Result<Page<ClickAnswer>>> Fetch(string? cursor) =>
                    operation.RunAsync(http.Actor(), filter, new PageRequest(1000, cursor), http.RequestAborted);
                var first = await Fetch(null);
                if (!first.IsOk)
                    return first.Refusal.ToProblem();
                return new CsvAnswer<ClickAnswer>(
                    "clicks.csv",
                    Columns((await instance.GetAsync(http.RequestAborted)).Zone, http.Actor()),
                    async cursor => cursor is null ? first.Value : (await Fetch(cursor)).Value
                );
            }
        );
    }
}

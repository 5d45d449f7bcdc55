using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The pixel of each level lies below what it belongs to.</summary>
internal static class PixelPaths
{
    private static readonly (string Path, PixelLevel Level)[] All =
    [
        ("/offer-campaigns/{id:long}/pixel", PixelLevel.Campaign),
        ("/offer-campaigns/{id:long}/events/{eventId:long}/pixel", PixelLevel.CampaignEvent),
        ("/affiliates/{id:long}/pixel", PixelLevel.Affiliate),
        ("/offers/{id:long}/pixel", PixelLevel.Offer),
        ("/settings/pixel", PixelLevel.System),
    ];

    /// <summary>Maps one route for each level; it is handed what reads the place from a request.</summary>
    public static void MapEach(Action<string, Func<HttpContext, PixelPlace>> map)
    {
        foreach (var (path, level) in All)
            map(path, http => new PixelPlace(level, Id(http, "id"), Id(http, "eventId")));
    }

    private static long Id(HttpContext http, string name) =>
        http.GetRouteValue(name) is string text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : 0;
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.BrowserPixels;

/// <summary>
/// What the advertiser puts on the page behind the click, for one event of an offer (cake.md 2.2): image, iframe, script, and the URL for its
/// server. What stands on a page is read by every visitor, so the first three carry a key of that event, which vouches for no amount.
/// </summary>
public sealed class GenerateBrowserPixels(Snapshot<OfferConfiguration> configuration, PublicUrls urls)
{
    /// <param name="Event">Absent: the default event, named by neither <c>e</c> nor <c>en</c>.</param>
    /// <param name="Transaction">Whether the page names the order, <c>t</c>; absent: yes.</param>
    /// <param name="Amount">Whether it names the sale amount, <c>p</c>; absent: no.</param>
    /// <param name="RequestId">Whether it names the click, <c>r</c>, for browsers without the cookie; absent: no.</param>
    public sealed record Request(OfferEventId? Event = null, bool? Transaction = null, bool? Amount = null, bool? RequestId = null);

    /// <param name="Image">Shows nothing; affiliates' HTML pixels can't ride on it.</param>
    /// <param name="Frame">Hands the affiliate's HTML pixels to the browser.</param>
    /// <param name="Script">The same, where an iframe is not wanted.</param>
    /// <param name="Postback">For the advertiser's server: the offer's token vouches for its amounts, so it never stands on a page.</param>
    /// <param name="Waits">Why conversions of the three pixels wait for approval; null where they count at once.</param>
    public sealed record Response(string Image, string Frame, string Script, string Postback, Phrase? Waits);

    public async Task<Result<Response>> RunAsync(Actor actor, OfferId offerId, Request request, CancellationToken cancellation = default)
    {
        // The postback carries a token whose bearer's amounts are believed.
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var picture = await configuration.GetAsync(cancellation);
        if (!picture.Offers.TryGetValue(offerId.Value, out var offer))
            return new Missing($"Offer {offerId}");
        var standard = picture.DefaultEvents[offer.AdvertiserId];
        var chosen = picture.Events.GetValueOrDefault((request.Event ?? standard).Value);
        if (chosen?.AdvertiserId != offer.AdvertiserId)
            return new Invalid("event", $"Event {request.Event} is not one of this offer's advertiser.");
        var parts = new BrowserPixelParts(
            offerId,
            chosen.Id == standard ? null : (chosen.Id, chosen.ThirdPartyName),
            request.Transaction ?? true,
            request.Amount ?? false,
            request.RequestId ?? false
        );
        var (origin, key) = (urls.TrackingOrigin, PixelKeyRule.KeyOf(offer, chosen.Id));
        return new Response(
            BrowserPixelText.Image(origin, parts, key),
            BrowserPixelText.Frame(origin, parts, key),
            BrowserPixelText.Script(origin, parts, key),
            BrowserPixelText.Postback(origin, parts, offer.Token),
            PixelKeyRule.Doubt(parts.NamesAmount, chosen.AllowDuplicates, hasClick: true)
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/browser-pixels",
            async (
                HttpContext http,
                OfferId id,
                GenerateBrowserPixels operation,
                OfferEventId? @event,
                bool? transaction,
                bool? amount,
                bool? requestId
            ) =>
                (
                    await operation.RunAsync(http.Actor(), id, new Request(@event, transaction, amount, requestId), http.RequestAborted)
                ).ToOk()
        );
}

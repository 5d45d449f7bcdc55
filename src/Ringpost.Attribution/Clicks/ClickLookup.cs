using System.Data.Common;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// Finds the click of a postback (cake.md 2.2): by <c>r</c>, then the cookie, then <c>udid</c>, then session regeneration. With <c>o</c> it is
/// that offer's; with <c>a</c> the last one on the advertiser's offers; with neither, <c>r</c> must be an offer's own request id.
/// </summary>
internal sealed class ClickLookup(Database database)
{
    /// <summary>Costs nothing where the request has nothing to find a click by.</summary>
    public ValueTask<ClickMatch> FindAsync(PostbackArrival arrival, PostbackRequest request, OfferConfiguration configuration) =>
        arrival.Path != PostbackPath.P
        || (request.RequestId is null && arrival.Session == 0 && request.Udid is null && Regeneration(request, configuration) is null)
            ? new ValueTask<ClickMatch>(ClickMatch.NotLookedFor)
            : new ValueTask<ClickMatch>(database.ReadAsync(c => FindAsync(c, arrival, request, configuration)));

    /// <inheritdoc cref="FindAsync(PostbackArrival, PostbackRequest, OfferConfiguration)"/>
    public static async Task<ClickMatch> FindAsync(
        DbConnection connection,
        PostbackArrival arrival,
        PostbackRequest request,
        OfferConfiguration configuration
    )
    {
        if (arrival.Path != PostbackPath.P)
            return ClickMatch.NotLookedFor;
        var hadCookie = arrival.Session != 0;
        if (request.RequestId is { } r && await FindByRequestAsync(connection, r, request, configuration) is { } byRequest)
            return new ClickMatch(byRequest, ClickEvidence.RequestId, hadCookie);
        if (hadCookie && await FindBySessionAsync(connection, arrival.Session, request, configuration) is { } byCookie)
            return new ClickMatch(byCookie, ClickEvidence.Cookie, hadCookie);
        if (request.Offer is not { } id)
            return new ClickMatch(null, default, hadCookie);

        var offer = new OfferId(id);
        if (
            ClickHash.OfDevice(offer, request.Udid) is { } device
            && await FoundClicksSql.FindByDeviceAsync(connection, device, offer) is { } byDevice
            && byDevice.Udid == request.Udid
        )
            return new ClickMatch(byDevice, ClickEvidence.Device, hadCookie);
        if (Regeneration(request, configuration) is { } settings)
        {
            var subId = request.SubIds is { } subs ? SubIdRule.Spill([subs[0], null, null, null, null])[0] : null;
            if (
                ClickHash.OfRegeneration(settings, arrival.Ip, arrival.UserAgentOfClick, subId) is { } hash
                && await FoundClicksSql.FindByRegenerationAsync(connection, hash, offer) is { } regenerated
                && regenerated.At + TimeSpan.FromSeconds(settings.RegenerationSeconds) >= arrival.At
            )
                return new ClickMatch(regenerated, ClickEvidence.Regeneration, hadCookie);
        }

        return new ClickMatch(null, default, hadCookie);
    }

    private static OfferClickSettings? Regeneration(PostbackRequest request, OfferConfiguration configuration) =>
        request.Offer is { } id && configuration.ClicksOf(new OfferId(id)) is { RegenerationType: not RegenerationType.None } settings
            ? settings
            : null;

    private static async Task<FoundClick?> FindByRequestAsync(
        DbConnection connection,
        long r,
        PostbackRequest request,
        OfferConfiguration configuration
    )
    {
        if (await FoundClicksSql.FindAsync(connection, r) is { } own)
            return Fits(own, request, configuration) ? own : null;
        // A session's number is not enough without the offer or its advertiser: it can stand for clicks on several. What CAKE gave out as an
        // offer's own request id came over as a session's; where that has clicks on one offer alone, it is that one.
        if (request is { Offer: null, A: null } && SessionCookie.IsImported(r))
            return await FoundClicksSql.FindOnlyAsync(connection, r);
        return await FindBySessionAsync(connection, r, request, configuration);
    }

    private static async Task<FoundClick?> FindBySessionAsync(
        DbConnection connection,
        long session,
        PostbackRequest request,
        OfferConfiguration configuration
    )
    {
        if (request.Offer is { } offer)
            return await FoundClicksSql.FindBySessionAsync(connection, session, new OfferId(offer));
        return Advertiser(request, configuration) is { } advertiser
            ? await FoundClicksSql.FindLastBySessionAsync(connection, session, advertiser)
            : null;
    }

    private static bool Fits(FoundClick click, PostbackRequest request, OfferConfiguration configuration) =>
        request.Offer is { } offer ? click.OfferId.Value == offer
        : request.A is not null ? Advertiser(request, configuration) == click.AdvertiserId
        : true;

    private static AdvertiserId? Advertiser(PostbackRequest request, OfferConfiguration configuration) =>
        request.A is { } id && configuration.Advertisers.ContainsKey(new AdvertiserId(id)) ? new AdvertiserId(id) : null;
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Uses;

/// <summary>What points at a thing of the conversion side.</summary>
public enum OfferUser
{
    Offer,
    OfferCampaign,
    WhitelistRow,
}

/// <summary>In which way.</summary>
public enum OfferUseAs
{
    /// <summary>It runs the offer, or is run by the affiliate.</summary>
    Campaign,

    /// <summary>The offer is the advertiser's.</summary>
    Own,

    /// <summary>The advertiser is listed among those that may buy.</summary>
    Buyer,

    /// <summary>Clicks that can't be taken go there.</summary>
    Redirect,

    /// <summary>Addresses are believed for it.</summary>
    Whitelist,
}

/// <summary>One thing that points at another.</summary>
/// <param name="Status">Of what points at it; <c>active</c> or <c>inactive</c> of a row of the whitelist.</param>
public sealed record OfferUse(OfferUser By, long Id, string Name, OfferUseAs As, string Status);

/// <summary>What points at an offer, affiliate or advertiser: what a change of it touches.</summary>
public sealed class ListOfferUses(Snapshot<OfferConfiguration> snapshot)
{
    public Task<Result<Page<OfferUse>>> RunAsync(Actor actor, OfferId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.Read,
            p =>
                !p.Offers.ContainsKey(id.Value)
                    ? null
                    :
                    [
                        .. p.Campaigns.Values.Where(c => c.OfferId == id).Select(c => Of(p, c, OfferUseAs.Campaign)),
                        .. p
                            .OfferClicks.Values.Where(s => s.RedirectOfferId == id)
                            .SelectMany(s => Offers(p, s.OfferId, OfferUseAs.Redirect)),
                        .. p
                            .CampaignRedirects.Values.Where(r => r.RedirectOfferId == id)
                            .SelectMany(r => p.Campaigns.Values.Where(c => c.Id == r.CampaignId))
                            .Select(c => Of(p, c, OfferUseAs.Redirect)),
                        // Whose addresses they are is told to whom it is told elsewhere.
                        .. p.Whitelist.Where(w => w.OfferId == id && actor.May(Permission.SeeRevenue)).Select(Of),
                    ],
            $"Offer {id}",
            cancellation
        );

    public Task<Result<Page<OfferUse>>> RunAsync(Actor actor, AffiliateId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.Read,
            p =>
                !p.Affiliates.ContainsKey(id.Value)
                    ? null
                    : p.Campaigns.Values.Where(c => c.AffiliateId == id).Select(c => Of(p, c, OfferUseAs.Campaign)),
            $"Affiliate {id}",
            cancellation
        );

    public Task<Result<Page<OfferUse>>> RunAsync(Actor actor, AdvertiserId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.SeeRevenue,
            p =>
                !p.Advertisers.ContainsKey(id)
                    ? null
                    :
                    [
                        .. p.Offers.Values.Where(o => o.AdvertiserId == id).SelectMany(o => Offers(p, o.Id, OfferUseAs.Own)),
                        .. p.ListedBuyers.Where(l => l.Value.Contains(id)).SelectMany(l => Offers(p, l.Key, OfferUseAs.Buyer)),
                        .. p.Whitelist.Where(w => w.AdvertiserId == id && w.OfferId is null).Select(Of),
                    ],
            $"Advertiser {id}",
            cancellation
        );

    private async Task<Result<Page<OfferUse>>> RunAsync(
        Actor actor,
        Permission needed,
        Func<OfferConfiguration, IEnumerable<OfferUse>?> find,
        Phrase what,
        CancellationToken cancellation
    )
    {
        if (!actor.May(needed))
            return new Forbidden(needed);
        if (find(await snapshot.GetAsync(cancellation)) is not { } uses)
            return new Missing(what);
        return new Page<OfferUse>([.. uses.OrderBy(u => u.As).ThenBy(u => u.By).ThenBy(u => u.Id)], null);
    }

    private static IEnumerable<OfferUse> Offers(OfferConfiguration picture, OfferId id, OfferUseAs how) =>
        picture.Offers.TryGetValue(id.Value, out var offer)
            ? [new OfferUse(OfferUser.Offer, id.Value, offer.Name, how, OfferWords.Of(offer.Status))]
            : [];

    private static OfferUse Of(OfferConfiguration picture, OfferCampaign campaign, OfferUseAs how) =>
        new(
            OfferUser.OfferCampaign,
            campaign.Id.Value,
            $"{picture.Offers.GetValueOrDefault(campaign.OfferId.Value)?.Name} × {picture.Affiliates.GetValueOrDefault(campaign.AffiliateId.Value)?.Name}",
            how,
            AccountWords.Of(campaign.Status)
        );

    private static OfferUse Of(WhitelistRow row) =>
        new(
            OfferUser.WhitelistRow,
            row.Id,
            row.From == row.To ? row.From : $"{row.From} – {row.To}",
            OfferUseAs.Whitelist,
            row.Active ? "active" : "inactive"
        );

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/offers/{id}/uses",
            async (HttpContext http, OfferId id, ListOfferUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/affiliates/{id}/uses",
            async (HttpContext http, AffiliateId id, ListOfferUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/advertisers/{id}/uses",
            async (HttpContext http, AdvertiserId id, ListOfferUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
    }
}

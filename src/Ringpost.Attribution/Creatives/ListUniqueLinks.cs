using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Creatives;

/// <summary>What an affiliate is given to publish: one unique link per creative of its campaign's offer (cake.md 2.10).</summary>
public sealed class ListUniqueLinks(Snapshot<OfferConfiguration> configuration, PublicUrls urls)
{
    /// <param name="Url">Affiliate × creative; the affiliate adds <c>s1</c> to <c>s5</c>.</param>
    /// <param name="LeadsTo">Where the click ends up, tokens unfilled; null where neither creative nor contract has a link.</param>
    public sealed record UniqueLink(CreativeId CreativeId, string Name, string Type, string Status, string Url, string? LeadsTo)
    {
        /// <summary>Clicks and what they bring are tests (cake.md 6); null for whoever may not change configuration.</summary>
        public string? TestUrl { get; init; }
    }

    public async Task<Result<Page<UniqueLink>>> RunAsync(Actor actor, OfferCampaignId campaignId, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var picture = await configuration.GetAsync(cancellation);
        if (!picture.Campaigns.TryGetValue(campaignId.Value, out var campaign))
            return new Missing($"Campaign {campaignId}");
        var contract = picture.Offers.TryGetValue(campaign.OfferId.Value, out var offer) ? picture.ContractOf(offer, campaign) : null;
        var links = picture
            .Creatives.Values.Where(c => c.OfferId == campaign.OfferId)
            .OrderBy(c => c.Id.Value)
            .Select(c => new UniqueLink(
                c.Id,
                c.Name,
                CreativeWords.Of(c.Type),
                CreativeWords.Of(c.Status),
                $"{urls.TrackingOrigin}/?a={campaign.AffiliateId}&c={c.Id}",
                c.Link ?? contract?.OfferLink
            )
            {
                TestUrl =
                    offer is not null && actor.May(Permission.ChangeConfiguration)
                        ? $"{urls.TrackingOrigin}/?a={campaign.AffiliateId}&c={c.Id}&test={TestLink.KeyOf(offer)}"
                        : null,
            });
        return new Page<UniqueLink>([.. links], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offer-campaigns/{id}/links",
            async (HttpContext http, OfferCampaignId id, ListUniqueLinks operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}

using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Clicks;

/// <summary>What becomes of a click, and why where no campaign takes it.</summary>
internal abstract record ClickDecision
{
    /// <summary>The campaign takes it: it is stored and led to <paramref name="Link"/>.</summary>
    public sealed record Taken(Offer Offer, OfferCampaign Campaign, Creative Creative, string Link) : ClickDecision;

    /// <summary>Led on without being stored: nobody is credited with it.</summary>
    public sealed record Elsewhere(string Link, OfferId Offer, CreativeId Creative) : ClickDecision;

    public sealed record NotFound : ClickDecision;
}

/// <summary>
/// Which campaign takes a click: affiliate × the creative's offer (cake.md 1). Where it can't, in this order: the campaign's redirect, its
/// contract's, the offer's, the instance's, 404; a level that says 404 ends it there (cake.md 2.10). Links come from configuration only.
/// </summary>
internal static class ClickRule
{
    /// <summary>Redirects that lead in a circle end here.</summary>
    private const int MostRedirects = 5;

    /// <param name="closed">Campaigns whose caps are met.</param>
    public static ClickDecision Decide(
        long affiliateId,
        long creativeId,
        OfferConfiguration configuration,
        IReadOnlySet<OfferCampaignId>? closed = null
    )
    {
        configuration.Creatives.TryGetValue(creativeId, out var creative);
        configuration.Affiliates.TryGetValue(affiliateId, out var affiliate);
        for (var redirects = 0; creative is not null && redirects <= MostRedirects; redirects++)
        {
            if (!configuration.Offers.TryGetValue(creative.OfferId.Value, out var offer))
                break;
            var campaign = affiliate is null ? null : configuration.Originals.GetValueOrDefault((offer.Id, affiliate.Id));
            var contract = campaign is null ? configuration.DefaultContractOf(offer) : configuration.ContractOf(offer, campaign);
            var isOpen = campaign is null || closed?.Contains(campaign.Id) != true;
            if (isOpen && Takes(affiliate, offer, campaign, creative) && (creative.Link ?? contract.OfferLink) is { } link)
                return new ClickDecision.Taken(offer, campaign!, creative, link);
            // A redirect offer that the affiliate has no campaign on is shown all the same; nobody is paid for it.
            if (redirects > 0 && campaign is null && IsOpen(offer, creative) && (creative.Link ?? contract.OfferLink) is { } unpaid)
                return new ClickDecision.Elsewhere(unpaid, offer.Id, creative.Id);

            var own = campaign is null ? null : configuration.CampaignRedirects.GetValueOrDefault(campaign.Id);
            var general = configuration.ClicksOf(offer.Id);
            if (own is { RedirectOfferId: null, Redirect404: true })
                return new ClickDecision.NotFound();
            if (own?.RedirectOfferId is null && contract.Redirect is { } redirect)
                return new ClickDecision.Elsewhere(redirect, offer.Id, creative.Id);
            if ((own?.RedirectOfferId ?? general.RedirectOfferId) is not { } next)
            {
                if (general.Redirect404)
                    return new ClickDecision.NotFound();
                break;
            }

            creative = configuration.Offers.TryGetValue(next.Value, out var target)
                ? configuration.Creatives.GetValueOrDefault(target.DefaultCreativeId.Value)
                : null;
        }

        return configuration.GlobalRedirect is { } global
            ? new ClickDecision.Elsewhere(global, creative?.OfferId ?? default, creative?.Id ?? default)
            : new ClickDecision.NotFound();
    }

    private static bool Takes(Affiliate? affiliate, Offer offer, OfferCampaign? campaign, Creative creative) =>
        affiliate is { Status: AccountStatus.Active } && campaign is { Status: AccountStatus.Active } && IsOpen(offer, creative);

    private static bool IsOpen(Offer offer, Creative creative) =>
        offer.Status != OfferStatus.Inactive && creative.Status != CreativeStatus.Inactive;
}

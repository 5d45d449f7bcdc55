using System.Globalization;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>
/// Which records of many the guide follows: those that belong together on both sides, else the newest. So a second offer that was just begun is
/// led through, and a set-up that stands stays found.
/// </summary>
/// <param name="Pair">The campaign of offer and affiliate; null where the two have none.</param>
internal sealed record SetUpPicks(Offer? Offer, Affiliate? Affiliate, OfferCampaign? Pair, CallCampaign? Campaign, Publisher? Publisher)
{
    public static SetUpPicks Of(CallConfiguration calls, OfferConfiguration offers)
    {
        var campaigns = calls.Campaigns.Values.Where(c => c.Enabled).OrderByDescending(c => c.CreatedAt.UnixMilliseconds).ToList();
        var publishers = calls.Publishers.Values.Where(p => p.Enabled).OrderByDescending(p => p.CreatedAt.UnixMilliseconds).ToList();
        var tracked = campaigns.Select(c => ReadId(c.TrackingId)).OfType<long>().ToHashSet();
        var sent = publishers.Select(p => ReadId(p.SubId)).OfType<long>().ToHashSet();

        var pair = offers
            .Campaigns.Values.Where(c =>
                c.Status == AccountStatus.Active
                && offers.Offers.TryGetValue(c.OfferId.Value, out var of)
                && of.Status != OfferStatus.Inactive
                && offers.Affiliates.TryGetValue(c.AffiliateId.Value, out var to)
                && to.Status == AccountStatus.Active
            )
            .OrderByDescending(c => tracked.Contains(c.OfferId.Value))
            .ThenByDescending(c => sent.Contains(c.AffiliateId.Value))
            .ThenByDescending(c => c.Id.Value)
            .FirstOrDefault();
        var offer = pair is not null
            ? offers.Offers[pair.OfferId.Value]
            : offers
                .Offers.Values.Where(o => o.Status != OfferStatus.Inactive)
                .OrderByDescending(o => tracked.Contains(o.Id.Value))
                .ThenByDescending(o => o.Id.Value)
                .FirstOrDefault();
        var affiliate = pair is not null
            ? offers.Affiliates[pair.AffiliateId.Value]
            : offers
                .Affiliates.Values.Where(a => a.Status == AccountStatus.Active)
                .OrderByDescending(a => sent.Contains(a.Id.Value))
                .ThenByDescending(a => a.Id.Value)
                .FirstOrDefault();
        return new SetUpPicks(
            offer,
            affiliate,
            pair,
            campaigns.FirstOrDefault(c => offer is not null && ReadId(c.TrackingId) == offer.Id.Value)
                ?? campaigns.FirstOrDefault(c => c.TrackingId.Length > 0)
                ?? campaigns.FirstOrDefault(),
            publishers.FirstOrDefault(p => affiliate is not null && ReadId(p.SubId) == affiliate.Id.Value)
                ?? publishers.FirstOrDefault(p => p.SubId.Length > 0)
                ?? publishers.FirstOrDefault()
        );
    }

    public static long? ReadId(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

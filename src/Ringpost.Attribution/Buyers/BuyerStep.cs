using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Buyers;

/// <summary>
/// Whom a postback is booked to: the offer's advertiser, or the one that <c>adv</c> names, where several advertisers buy on one offer. Ours:
/// <c>adv</c> is filled from the buyer's Sub ID in the call tracker. Without a value it is refused, as another advertiser would be billed.
/// </summary>
internal static class BuyerStep
{
    public static PostbackOutcome? Run(PostbackCase c)
    {
        if (!c.Request.NamesBuyer || c.Offer is not { } offer)
            return null;
        if (c.Request.Buyer is not { } id)
            return c.Stop(PostbackOutcome.InvalidAdvertiser, "adv is there without a value: the buyer has no Sub ID.");
        if (!c.Configuration.Advertisers.TryGetValue(new AdvertiserId(id), out var advertiser))
            return c.Stop(PostbackOutcome.InvalidAdvertiser, $"There is no advertiser {id}.");
        if (!advertiser.IsActive)
            return c.Stop(PostbackOutcome.InvalidAdvertiser, $"Advertiser {id}, {advertiser.Name}, is not active.");
        if (!c.Configuration.MayBuy(offer, advertiser.Id))
            return c.Stop(
                PostbackOutcome.InvalidAdvertiser,
                $"Advertiser {id}, {advertiser.Name}, is not among the buyers of offer {offer.Id}."
            );
        c.Buyer = advertiser.Id;
        return c.Pass($"Booked to advertiser {id}, {advertiser.Name}.");
    }
}

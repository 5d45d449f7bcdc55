using System.Globalization;
using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>
/// Whom a pixel with <c>adv</c> books to: the advertiser that each buyer of the campaign's routes names in its Sub ID. Without <c>adv</c> it is
/// the offer's own.
/// </summary>
internal static class BuyerCheck
{
    public static IReadOnlyList<AdvertiserId> Advertisers(
        OfferConfiguration offers,
        Offer offer,
        IReadOnlyList<Buyer?> buyers,
        RenderedPixel rendered,
        List<PixelSetUpFinding> findings
    )
    {
        if (!rendered.Has("adv"))
            return [offer.AdvertiserId];
        if (rendered["adv"] is { } fixedId && fixedId != RenderedPixel.Unknown)
            return Find(offers, offer, fixedId, null, findings) is { } one ? [one] : [];

        var found = new List<AdvertiserId>();
        foreach (var buyer in buyers)
        {
            if (buyer is null)
                findings.Add(
                    new(
                        PixelSetUpProblem.NoAdvertiser,
                        "A target of this campaign has no buyer, and adv= needs its Sub ID. Choose one at the target."
                    )
                );
            else if (Find(offers, offer, buyer.SubId, buyer, findings) is { } advertiser && !found.Contains(advertiser))
                found.Add(advertiser);
        }

        return found;
    }

    private static AdvertiserId? Find(OfferConfiguration offers, Offer offer, string value, Buyer? buyer, List<PixelSetUpFinding> findings)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            findings.Add(
                new(
                    PixelSetUpProblem.NoAdvertiser,
                    buyer is null
                        ? "adv= in the pixel's URL has no value. Write adv=[tag:Buyer:SubId]."
                        : Phrase.Of($"Buyer {buyer.Name} has no Sub ID. Enter the advertiser's id there.")
                )
            );
            return null;
        }

        if (
            !long.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !offers.Advertisers.TryGetValue(new AdvertiserId(id), out var advertiser)
        )
        {
            findings.Add(
                new(
                    PixelSetUpProblem.UnknownAdvertiser,
                    buyer is null
                        ? Phrase.Of($"The pixel's URL names advertiser {value}, which does not exist.")
                        : Phrase.Of($"Sub ID {value} of buyer {buyer.Name} is no advertiser. Enter the id of an existing advertiser.")
                )
            );
            return null;
        }

        if (advertiser.Status != "active")
            findings.Add(
                new(
                    PixelSetUpProblem.AdvertiserInactive,
                    $"Advertiser {advertiser.Name} is not active.",
                    offer.Id,
                    AdvertiserId: advertiser.Id
                )
            );
        if (!offers.MayBuy(offer, advertiser.Id))
            findings.Add(
                new(
                    PixelSetUpProblem.AdvertiserMayNotBuy,
                    $"{advertiser.Name} is not among the buyers of offer {offer.Name}. Add it on the offer's Attribution tab.",
                    offer.Id,
                    AdvertiserId: advertiser.Id
                )
            );
        return advertiser.Id;
    }
}

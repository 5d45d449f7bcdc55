using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Contracts;

/// <summary>A contract of an offer as the API and the Console show it (cake.md 5.4).</summary>
/// <param name="IsDefault">New campaigns run on it, and the offer's own price is this one's.</param>
/// <param name="Payout">What the default event pays the affiliate; a percentage where the price format is RevShare.</param>
/// <param name="ReceivedIsPercentage">Received is a percentage of the sale amount <c>p</c>.</param>
/// <param name="OfferLink">Where a click goes.</param>
/// <param name="Redirect">Where a click goes that the campaign can't take.</param>
public sealed record ContractAnswer(
    OfferContractId Id,
    OfferId OfferId,
    string Name,
    bool IsDefault,
    string PriceFormat,
    decimal Payout,
    decimal Received,
    bool ReceivedIsPercentage,
    string? OfferLink,
    string? Redirect,
    Instant CreatedAt
)
{
    /// <summary>Without what the advertiser pays for whoever may not see that.</summary>
    internal ContractAnswer For(Actor actor) =>
        actor.May(Permission.SeeRevenue) ? this : this with { Received = 0, ReceivedIsPercentage = false };

    internal static ContractAnswer Of(OfferContract c, Offer offer) => Of(c, offer.DefaultContractId);

    internal static ContractAnswer Of(OfferContract c, OfferContractId standard) =>
        new(
            c.Id,
            c.OfferId,
            c.Name,
            c.Id == standard,
            OfferWords.Of(c.PriceFormat),
            c.Payout / 1_000_000m,
            c.Received / 1_000_000m,
            c.ReceivedIsPercentage,
            c.OfferLink,
            c.Redirect,
            c.CreatedAt
        );
}

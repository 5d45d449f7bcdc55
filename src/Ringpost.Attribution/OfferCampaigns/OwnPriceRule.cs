using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>
/// A campaign with a price of its own keeps it, and what it is a price of, whatever becomes of the contract's: what is not said is copied from the
/// contract at that moment (cake.md 5.5).
/// </summary>
internal static class OwnPriceRule
{
    public static OfferCampaign Fix(OfferCampaign campaign, OfferContract contract) =>
        campaign with
        {
            Payout = campaign.Payout ?? contract.Payout,
            PriceFormat = campaign.PriceFormat ?? contract.PriceFormat,
        };
}

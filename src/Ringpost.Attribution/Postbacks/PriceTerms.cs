using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Postbacks;

/// <summary>A configured price: millionths of the offer's currency, or of a percent where it is a share of the sale amount.</summary>
/// <param name="From">Whose it is, for the explanation.</param>
internal readonly record struct ConfiguredPrice(long Value, bool IsShare, string From);

/// <summary>What a conversion is worth before its postback says anything (cake.md 2.6 step 9).</summary>
internal readonly record struct PriceTerms(ConfiguredPrice Received, ConfiguredPrice Paid);

/// <summary>
/// The closest level that sets a price. The default event alone earns the campaign's and its contract's; any other event has its own, else
/// nothing.
/// </summary>
internal static class PriceTermsRule
{
    public static PriceTerms Decide(
        OfferContract contract,
        OfferCampaign? campaign,
        OfferEvent offerEvent,
        bool isDefaultEvent,
        EventSetting? atOffer,
        EventSetting? atCampaign
    ) =>
        isDefaultEvent
            ? new PriceTerms(OfContract(contract), OfDefaultEvent(contract, campaign))
            : new PriceTerms(
                atOffer?.Received is { } received
                    ? new ConfiguredPrice(received, false, "the event at the offer")
                    : new ConfiguredPrice(offerEvent.Received, false, "the event"),
                OfEvent(offerEvent, atOffer, atCampaign)
            );

    private static ConfiguredPrice OfContract(OfferContract contract) =>
        IsPaidPerConversion(contract.PriceFormat)
            ? new ConfiguredPrice(contract.Received, contract.ReceivedIsPercentage, "the contract")
            : Unpriced(contract.PriceFormat);

    private static ConfiguredPrice OfDefaultEvent(OfferContract contract, OfferCampaign? campaign)
    {
        var format = campaign is { Payout: not null, PriceFormat: { } own } ? own : contract.PriceFormat;
        if (!IsPaidPerConversion(format))
            return Unpriced(format);
        return campaign?.Payout is { } payout
            ? new ConfiguredPrice(payout, format == PriceFormat.RevShare, "the campaign")
            : new ConfiguredPrice(contract.Payout, format == PriceFormat.RevShare, "the contract");
    }

    private static ConfiguredPrice OfEvent(OfferEvent offerEvent, EventSetting? atOffer, EventSetting? atCampaign)
    {
        if (atCampaign?.Payout is { } atIt)
            return new(
                atIt,
                IsShare(atCampaign.PriceFormat ?? atOffer?.PriceFormat ?? offerEvent.PriceFormat),
                "the event at the campaign"
            );
        return atOffer?.Payout is { } payout
            ? new(payout, IsShare(atOffer.PriceFormat ?? offerEvent.PriceFormat), "the event at the offer")
            : new(offerEvent.Payout, IsShare(offerEvent.PriceFormat), "the event");
    }

    private static bool IsShare(PriceFormat format) => format == PriceFormat.RevShare;

    /// <summary>Clicks, impressions and months are paid for themselves; a conversion of such an offer is logged and earns what it names.</summary>
    private static bool IsPaidPerConversion(PriceFormat format) =>
        format switch
        {
            PriceFormat.Cpa or PriceFormat.RevShare or PriceFormat.Cpe => true,
            PriceFormat.Cpc or PriceFormat.Cpm or PriceFormat.Fixed => false,
        };

    private static ConfiguredPrice Unpriced(PriceFormat format) =>
        new(
            0,
            false,
            format switch
            {
                PriceFormat.Cpc => "the price format CPC, which pays clicks",
                PriceFormat.Cpm => "the price format CPM, which pays impressions",
                PriceFormat.Fixed or PriceFormat.Cpa or PriceFormat.RevShare or PriceFormat.Cpe => "the price format Fixed",
            }
        );
}

using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Contracts;

/// <summary>What the fields of a contract may hold, and what is said about it (cake.md 5.4).</summary>
internal static class ContractWords
{
    /// <summary>Percentages are of the sale amount and end at 100.</summary>
    public static void CheckShares(Validation validation, OfferContract contract)
    {
        OfferWords.CheckShare(validation, "payout", contract.PriceFormat, contract.Payout);
        if (contract.ReceivedIsPercentage && contract.Received > Money.ToMillionths(100))
            validation.Add("received", "A percentage is at most 100.");
    }

    public static string? Link(Validation validation, string field, string? value) => OfferLinkRule.Read(validation, field, value);

    public static Phrase NotOfOffer(OfferContractId? contract, OfferId offer) => $"Contract {contract} is none of offer {offer}.";
}

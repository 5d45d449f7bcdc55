using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.OfferCampaigns;

/// <summary>A campaign (offer × affiliate) as the API and the Console show it.</summary>
/// <param name="Original">Whether postbacks that name no campaign land here; the first of a pair is (cake.md 2.7).</param>
/// <param name="Payout">What the default event pays here, a percentage where the price format is RevShare; null follows the contract.</param>
/// <param name="Review">Whether conversions wait for a person at first.</param>
/// <param name="AutoDisposition">Null as the offer.</param>
/// <param name="ContractId">The contract it runs on; null is the offer's default.</param>
public sealed record OfferCampaignAnswer(
    OfferCampaignId Id,
    OfferId OfferId,
    AffiliateId AffiliateId,
    bool Original,
    string Status,
    decimal? Payout,
    string? PostbackUrl,
    Instant CreatedAt,
    OfferContractId? ContractId,
    bool FollowsOffer,
    string? PriceFormat,
    bool Review,
    string? AutoDisposition,
    int? AutoDispositionDelayHours
)
{
    internal static OfferCampaignAnswer Of(OfferCampaign c) =>
        new(
            c.Id,
            c.OfferId,
            c.AffiliateId,
            c.Original,
            AccountWords.Of(c.Status),
            c.Payout / 1_000_000m,
            c.PostbackUrl,
            c.CreatedAt,
            c.ContractId,
            c.Payout is null,
            c.PriceFormat is { } format ? OfferWords.Of(format) : null,
            c.Review,
            c.AutoDisposition is { } own ? OfferWords.Of(own.Type) : null,
            c.AutoDisposition?.DelayHours
        );
}

using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>A conversion as far as its money goes. Amounts are the current ones, in millionths: the first and what came later.</summary>
/// <param name="At">When the event happened, as the sender said; <paramref name="ArrivedAt"/> is when we heard of it.</param>
/// <param name="SentCurrency">The currency that the sender named, where it is not the offer's; with the amounts as they were sent.</param>
/// <param name="Awaits">Whether an amount has not been sent yet, or waits for an exchange rate.</param>
/// <param name="Disposition"><c>approved</c>, <c>pending</c>, <c>rejected</c> or <c>returned</c>.</param>
/// <param name="ChangedAt">When its amounts were last changed; null where they never were.</param>
public sealed record BookedConversion(
    ConversionId Id,
    string? TransactionId,
    Instant At,
    Instant ArrivedAt,
    OfferId OfferId,
    AffiliateId AffiliateId,
    OfferCampaignId OfferCampaignId,
    OfferEventId EventId,
    long Received,
    long Paid,
    Currency Currency,
    Currency? SentCurrency,
    long? SentReceived,
    long? SentPaid,
    bool Awaits,
    string Disposition,
    string? Reason,
    bool Test,
    Instant? ChangedAt
);

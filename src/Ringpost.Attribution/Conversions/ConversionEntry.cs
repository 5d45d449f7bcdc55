using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

public enum ConversionEntryKind
{
    /// <summary>A conversion that was approved when it was stored, with its first amounts.</summary>
    First,

    /// <summary>A row of the ledger of an approved conversion.</summary>
    Change,

    /// <summary>A conversion became approved, or was no longer, with what it had then.</summary>
    Move,
}

/// <summary>One amount, of both sides, of the conversion side's book as far as it is approved. It never changes.</summary>
/// <param name="Id">Of the conversion, the ledger's row or the move, as its kind says.</param>
/// <param name="Count">By how many approved conversions it makes more: 1, -1, or 0 of a change.</param>
/// <param name="Received">Millionths, signed; the advertiser owes it. So is <paramref name="Paid"/>, which the affiliate is owed.</param>
/// <param name="EffectiveAt">The moment whose report carries it.</param>
/// <param name="RecordedAt">Of a change or move.</param>
public sealed record ConversionEntry(
    ConversionEntryKind Kind,
    long Id,
    ConversionId ConversionId,
    Instant ConversionAt,
    AdvertiserId AdvertiserId,
    AffiliateId AffiliateId,
    OfferId OfferId,
    OfferEventId EventId,
    int Count,
    long Received,
    long Paid,
    Currency Currency,
    Instant EffectiveAt,
    Instant? RecordedAt,
    string? By,
    string? Reason
);

/// <summary>How far a walk through the entries came: conversions by time and id, then changes, then moves by their numbers.</summary>
public sealed record ConversionEntryPlace(ConversionEntryKind Part, Instant At, long Id)
{
    public static readonly ConversionEntryPlace Start = new(ConversionEntryKind.First, new Instant(long.MinValue), 0);

    internal static ConversionEntryPlace Of(ConversionEntryKind part) => new(part, default, 0);
}

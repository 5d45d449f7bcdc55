using System.Globalization;
using Ringpost.Attribution.Adjustments;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>Which conversions; what is null does not narrow.</summary>
public sealed record ConversionFilter
{
    /// <summary>A date or a time; dates are days of the instance's zone.</summary>
    public string? From { get; init; }

    /// <summary>Excluded; a date is included whole.</summary>
    public string? To { get; init; }

    public OfferId? OfferId { get; init; }

    public AffiliateId? AffiliateId { get; init; }

    public OfferCampaignId? OfferCampaignId { get; init; }

    public OfferEventId? EventId { get; init; }

    public AdvertiserId? AdvertiserId { get; init; }

    public string? TransactionId { get; init; }

    /// <summary><c>approved</c>, <c>pending</c>, <c>rejected</c>, <c>returned</c>, or the id of a disposition that the instance named.</summary>
    public string? Disposition { get; init; }

    public string? Reason { get; init; }

    /// <summary><c>non_tests</c> (absent: all), <c>tests</c>.</summary>
    public string? Tests { get; init; }

    /// <summary>The advertiser's own, as its pixel sent it in <c>u</c>.</summary>
    public string? UserId { get; init; }

    /// <summary>The named disposition; null where a type is asked for, whichever name it has.</summary>
    internal long? NamedDisposition =>
        long.TryParse(Disposition, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > DispositionWords.LastType
            ? id
            : null;

    private static readonly string[] Dispositions = ["approved", "pending", "rejected", "returned"];

    /// <summary>The range of time, and an error at each field that can't be read.</summary>
    internal TimeRange Read(Validation validation, TimeZoneInfo zone)
    {
        if (Disposition is { Length: > 0 } disposition && NamedDisposition is null && !Dispositions.Contains(disposition))
            validation.Add("disposition", $"One of: {string.Join(", ", Dispositions)}, or the id of a named disposition.");
        if (Tests is not (null or "" or "tests" or "non_tests"))
            validation.Add("tests", "One of: tests, non_tests.");
        return TimeRange.Read(validation, From, To, zone, TimeRange.All);
    }
}

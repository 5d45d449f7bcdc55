using System.Globalization;
using Ringpost.Attribution.Adjustments;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>Which conversions; what is null does not narrow.</summary>
/// <param name="From">A date or a time; dates are days of the instance's zone.</param>
/// <param name="To">Excluded; a date is included whole.</param>
/// <param name="Disposition"><c>approved</c>, <c>pending</c>, <c>rejected</c>, <c>returned</c>, or the id of a disposition that the instance named.</param>
/// <param name="Tests"><c>non_tests</c> (absent: all), <c>tests</c>.</param>
/// <param name="UserId">The advertiser's own, as its pixel sent it in <c>u</c>.</param>
public sealed record ConversionFilter(
    string? From = null,
    string? To = null,
    OfferId? OfferId = null,
    AffiliateId? AffiliateId = null,
    OfferCampaignId? OfferCampaignId = null,
    OfferEventId? EventId = null,
    AdvertiserId? AdvertiserId = null,
    string? TransactionId = null,
    string? Disposition = null,
    string? Reason = null,
    string? Tests = null,
    string? UserId = null
)
{
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

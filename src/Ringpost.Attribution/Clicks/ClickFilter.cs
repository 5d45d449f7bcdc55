using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>Which clicks; what is null does not narrow.</summary>
/// <param name="From">A date or a time; dates are days of the instance's zone.</param>
/// <param name="To">Excluded; a date is included whole.</param>
/// <param name="RequestId">A click's own number, or a session's.</param>
/// <param name="Show"><c>unique</c>, <c>duplicates</c>, <c>bots</c> or <c>tests</c>; absent: all.</param>
public sealed record ClickFilter(
    string? From = null,
    string? To = null,
    AdvertiserId? AdvertiserId = null,
    OfferId? OfferId = null,
    AffiliateId? AffiliateId = null,
    OfferCampaignId? OfferCampaignId = null,
    CreativeId? CreativeId = null,
    string? RequestId = null,
    string? Show = null
)
{
    internal TimeRange Read(Validation validation, TimeZoneInfo zone)
    {
        if (Show is not (null or "" or "unique" or "duplicates" or "bots" or "tests"))
            validation.Add("show", "One of: unique, duplicates, bots, tests.");
        if (RequestId is { Length: > 0 } && Request is null)
            validation.Add("requestId", "A request id is a number.");
        return TimeRange.Read(validation, From, To, zone, TimeRange.All);
    }

    internal long? Request =>
        long.TryParse(RequestId?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

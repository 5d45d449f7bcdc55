using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>Which clicks; what is null does not narrow.</summary>
public sealed record ClickFilter
{
    /// <summary>A date or a time; dates are days of the instance's zone.</summary>
    public string? From { get; init; }

    /// <summary>Excluded; a date is included whole.</summary>
    public string? To { get; init; }

    public AdvertiserId? AdvertiserId { get; init; }

    public OfferId? OfferId { get; init; }

    public AffiliateId? AffiliateId { get; init; }

    public OfferCampaignId? OfferCampaignId { get; init; }

    public CreativeId? CreativeId { get; init; }

    /// <summary>A click's own number, or a session's.</summary>
    public string? RequestId { get; init; }

    /// <summary><c>unique</c>, <c>duplicates</c>, <c>bots</c> or <c>tests</c>; absent: all.</summary>
    public string? Show { get; init; }

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

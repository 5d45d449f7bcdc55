using System.Net;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>The filter as it stands in a URL or a body: texts and names, all optional.</summary>
public sealed record PixelLogQuery
{
    public string? From { get; init; }

    public string? To { get; init; }

    public OfferId? OfferId { get; init; }

    public AdvertiserId? AdvertiserId { get; init; }

    public string? Outcome { get; init; }

    public string? Ip { get; init; }

    public string? TransactionId { get; init; }

    public bool? Refused { get; init; }

    public bool? ConvertedOnly { get; init; }

    public bool? WhitelistedOnly { get; init; }

    /// <param name="zone">For times without an offset.</param>
    internal Result<PixelLogFilter> Read(TimeZoneInfo zone)
    {
        var validation = new Validation();
        PostbackOutcome? wanted = null;
        if (!string.IsNullOrEmpty(Outcome))
        {
            if (PostbackOutcomes.TryRead(Outcome, out var read))
                wanted = read;
            else
                validation.Add("outcome", "There is no such outcome.");
        }

        IPAddress? address = null;
        if (!string.IsNullOrWhiteSpace(Ip) && !IPAddress.TryParse(Ip.Trim(), out address))
            validation.Add("ip", "This is not an IPv4 or IPv6 address.");
        var filter = new PixelLogFilter(
            Moment("from", From),
            Moment("to", To),
            OfferId,
            wanted,
            Refused == true,
            AdvertiserId,
            address is null ? null : IpRange.Unmap(address).ToString(),
            string.IsNullOrEmpty(TransactionId) ? null : TransactionId,
            ConvertedOnly == true,
            WhitelistedOnly == true
        );
        return validation.HasErrors ? validation.ToRefusal() : filter;

        Instant? Moment(string field, string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (Instant.TryParse(text, zone, out var instant))
                return instant;
            validation.Add(field, "A time is ISO 8601, as 2026-01-31T09:30:00Z.");
            return null;
        }
    }
}

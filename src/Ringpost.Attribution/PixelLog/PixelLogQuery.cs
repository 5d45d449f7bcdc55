using System.Net;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>The filter as it stands in a URL or a body: texts and names, all optional.</summary>
public sealed record PixelLogQuery(
    string? From = null,
    string? To = null,
    OfferId? OfferId = null,
    AdvertiserId? AdvertiserId = null,
    string? Outcome = null,
    string? Ip = null,
    string? TransactionId = null,
    bool? Refused = null,
    bool? ConvertedOnly = null,
    bool? WhitelistedOnly = null
)
{
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

using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>Which rows of the pixel log. <paramref name="From"/> is inclusive, <paramref name="To"/> exclusive.</summary>
/// <param name="Refused">Only what left no conversion behind.</param>
/// <param name="Ip">One address, as it stands in the log.</param>
/// <param name="TransactionId">The <c>t</c> that was sent, exactly.</param>
/// <param name="ConvertedOnly">Only what became a conversion or completed one.</param>
/// <param name="WhitelistedOnly">Only what came from a whitelisted address of the offer's advertiser.</param>
public sealed record PixelLogFilter(
    Instant? From = null,
    Instant? To = null,
    OfferId? OfferId = null,
    PostbackOutcome? Outcome = null,
    bool Refused = false,
    AdvertiserId? AdvertiserId = null,
    string? Ip = null,
    string? TransactionId = null,
    bool ConvertedOnly = false,
    bool WhitelistedOnly = false
)
{
    /// <summary>Whether only rows that are no stored conversion can match: these have an index of their own.</summary>
    internal bool IsRare => Refused || Outcome is { } outcome && outcome != PostbackOutcome.Stored;

    /// <summary>Whether an index leads to the rows alone, so that reading them needs no slices.</summary>
    internal bool IsDirect =>
        TransactionId is not null
        || (OfferId is null && AdvertiserId is null && Outcome is null && !Refused && Ip is null && !ConvertedOnly && !WhitelistedOnly);
}

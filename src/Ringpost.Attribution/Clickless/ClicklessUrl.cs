using System.Text;

namespace Ringpost.Attribution.Clickless;

/// <summary>Which call tracker a clickless postback URL is pasted into; its token names are the same, Ringpost knows one more.</summary>
public enum ClicklessCaller
{
    Ringba,
    Ringpost,
}

/// <summary>Which amounts the tracker sends along; without one, the configured amount counts.</summary>
public enum ClicklessAmounts
{
    None,

    /// <summary><c>p</c>: what the advertiser pays.</summary>
    Received,

    /// <summary><c>p</c> and <c>ap</c>: the affiliate's payout comes from the tracker too.</summary>
    Both,
}

/// <summary>What the URL says.</summary>
/// <param name="Offer">The offer's id, or null for the tracker's token, which is the campaign's Tracking ID.</param>
/// <param name="Affiliate">The affiliate's id, or null for the tracker's token, which is the publisher's Sub ID.</param>
/// <param name="Token">Written as <c>k</c>; empty for a tracker that is not ours.</param>
/// <param name="Event">Null for the default event; else <c>en</c> with its third-party name, or <c>e</c> with its id where it has none.</param>
public sealed record ClicklessUrlParts(
    OfferId? Offer,
    AffiliateId? Affiliate,
    (OfferEventId Id, string? ThirdPartyName)? Event,
    ClicklessAmounts Amounts,
    ClicklessCaller Caller,
    string Currency,
    string Token
)
{
    /// <summary>Books to the advertiser that the buyer's Sub ID names: several buyers share the offer.</summary>
    public bool NamesBuyer { get; init; }
}

/// <summary>Writes the URL that a call tracker calls for each call event: the article's code blocks, rebuilt (cake.md 3).</summary>
public static class ClicklessUrl
{
    public static string Write(string trackingOrigin, ClicklessUrlParts parts)
    {
        var url = new StringBuilder(trackingOrigin)
            .Append("/m.ashx?o=")
            .Append(parts.Offer is { } offer ? $"{offer}" : "[tag:Campaign:TrackingId]");
        if (parts.Event is { } e)
            _ = e.ThirdPartyName is { } name ? url.Append("&en=").Append(Uri.EscapeDataString(name)) : url.Append("&e=").Append(e.Id.Value);
        url.Append("&f=pb&pubid=")
            .Append(parts.Affiliate is { } affiliate ? $"{affiliate}" : "[tag:Publisher:SubId]")
            .Append("&t=[Call:InboundCallId]");
        if (parts.NamesBuyer)
            url.Append("&adv=[tag:Buyer:SubId]");
        if (parts.Amounts is ClicklessAmounts.Received or ClicklessAmounts.Both)
            url.Append("&p=[Call:ConversionAmount]");
        if (parts.Amounts is ClicklessAmounts.Both)
            url.Append("&ap=[Call:ConversionPayout]");
        // A pixel that is sent again later keeps its day, and the amounts their currency (cake.md 2.3a).
        if (parts.Caller == ClicklessCaller.Ringpost)
            url.Append("&dt=[Call:EventTime]&c=").Append(parts.Currency);
        return (parts.Token.Length == 0 ? url : url.Append("&k=").Append(parts.Token)).ToString();
    }
}

using System.Net;
using System.Text;

namespace Ringpost.Attribution.BrowserPixels;

/// <summary>What a pixel says (cake.md 2.2).</summary>
/// <param name="Event">Null for the default event; else <c>en</c> with its third-party name, or <c>e</c> with its id where it has none.</param>
/// <param name="NamesTransaction"><c>t</c>, the advertiser's order number.</param>
/// <param name="NamesAmount"><c>p</c>, what the order is worth.</param>
/// <param name="NamesRequest"><c>r</c>, for browsers that keep no cookie of another site.</param>
internal sealed record BrowserPixelParts(
    OfferId Offer,
    (OfferEventId Id, string? ThirdPartyName)? Event,
    bool NamesTransaction,
    bool NamesAmount,
    bool NamesRequest
);

/// <summary>Writes the pixel in CAKE's formats (cake.md 2.2, 2.5). Words in capitals are for the advertiser's page to fill.</summary>
internal static class BrowserPixelText
{
    public const string Transaction = "TRANSACTION_ID",
        Amount = "AMOUNT",
        Request = "REQUEST_ID";

    public static string Image(string origin, BrowserPixelParts parts, string key) =>
        $"<img src=\"{Html(Url(origin, parts, "img", key))}\" width=\"1\" height=\"1\" alt=\"\">";

    /// <summary>Without <c>f</c> the answer is a page, which can hold the affiliate's HTML pixels.</summary>
    public static string Frame(string origin, BrowserPixelParts parts, string key) =>
        $"<iframe src=\"{Html(Url(origin, parts, null, key))}\" width=\"1\" height=\"1\" style=\"border:0\"></iframe>";

    public static string Script(string origin, BrowserPixelParts parts, string key) =>
        $"<script src=\"{Html(Url(origin, parts, "js", key))}\" async></script>";

    /// <summary>For the advertiser's server: it has no cookie, so it names the click.</summary>
    public static string Postback(string origin, BrowserPixelParts parts, string token) =>
        Url(origin, parts with { NamesRequest = true }, "pb", token);

    private static string Url(string origin, BrowserPixelParts parts, string? format, string key)
    {
        var url = new StringBuilder(origin).Append("/p.ashx?o=").Append(parts.Offer.Value);
        if (parts.Event is { } e)
            _ = e.ThirdPartyName is { } name ? url.Append("&en=").Append(Uri.EscapeDataString(name)) : url.Append("&e=").Append(e.Id.Value);
        if (format is not null)
            url.Append("&f=").Append(format);
        if (parts.NamesRequest)
            url.Append("&r=").Append(Request);
        if (parts.NamesTransaction)
            url.Append("&t=").Append(Transaction);
        if (parts.NamesAmount)
            url.Append("&p=").Append(Amount);
        return url.Append("&k=").Append(key).ToString();
    }

    private static string Html(string url) => WebUtility.HtmlEncode(url);
}

using System.Globalization;
using System.Text;

namespace Ringpost.Attribution.Clicks;

/// <summary>What the tokens of a link say (cake.md 7.2, offer link). Numbers that are not known yet are 0 and written as nothing.</summary>
internal readonly record struct LinkValues(
    AffiliateId Affiliate,
    OfferId Offer,
    OfferCampaignId Campaign,
    CreativeId Creative,
    long Session,
    long Request,
    string?[]? SubIds,
    string? Udid
);

/// <summary>Fills the tokens of a configured link. Every value is percent-encoded, so that none leaves its place; an unknown token stays.</summary>
internal static class LinkTemplate
{
    public static string Fill(string link, in LinkValues values)
    {
        var hash = link.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
            return link;
        var filled = new StringBuilder(link.Length + 64);
        var rest = link.AsSpan();
        while (hash >= 0)
        {
            var end = rest[(hash + 1)..].IndexOf('#');
            if (end < 0)
                break;
            filled.Append(rest[..hash]);
            if (TryWrite(filled, rest.Slice(hash + 1, end), values))
            {
                rest = rest[(hash + end + 2)..];
            }
            else
            {
                // Its closing # may open the next one.
                filled.Append(rest.Slice(hash, end + 1));
                rest = rest[(hash + end + 1)..];
            }

            hash = rest.IndexOf('#');
        }

        return filled.Append(rest).ToString();
    }

    private static bool TryWrite(StringBuilder filled, ReadOnlySpan<char> token, in LinkValues values)
    {
        switch (token)
        {
            case "affid":
                Write(filled, values.Affiliate.Value);
                return true;
            case "oid":
                Write(filled, values.Offer.Value);
                return true;
            case "campid":
                Write(filled, values.Campaign.Value);
                return true;
            case "cid":
                Write(filled, values.Creative.Value);
                return true;
            case "reqid" or "vstid":
                Write(filled, values.Session);
                return true;
            case "oreqid":
                Write(filled, values.Request);
                return true;
            case "udid":
                Write(filled, values.Udid);
                return true;
            case ['s', >= '1' and <= '5' and var digit]:
                Write(filled, values.SubIds?[digit - '1']);
                return true;
            default:
                return false;
        }
    }

    private static void Write(StringBuilder filled, long number)
    {
        if (number != 0)
            filled.Append(CultureInfo.InvariantCulture, $"{number}");
    }

    private static void Write(StringBuilder filled, string? text)
    {
        if (text is not null)
            filled.Append(Uri.EscapeDataString(text));
    }
}

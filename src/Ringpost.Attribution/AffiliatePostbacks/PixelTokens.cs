using System.Globalization;
using System.Text;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>A token of postback URLs and HTML pixels (cake.md 7.2).</summary>
/// <param name="Token">As it is written: <c>#price#</c>.</param>
/// <param name="Name">What stands in its place.</param>
/// <param name="Networks">Names the advertiser's side: only for the network's own places, offer and instance.</param>
public sealed record PixelToken(string Token, Phrase Name, bool Networks = false);

/// <summary>CAKE's tokens and ours, and how they are filled in (cake.md 7.2).</summary>
internal static class PixelTokens
{
    private const int LongestName = 30;

    public static readonly IReadOnlyList<PixelToken> All =
    [
        new("#affid#", "Affiliate id"),
        new("#oid#", "Offer id"),
        new("#campid#", "Campaign id"),
        new("#cid#", "Creative id"),
        new("#s1#", "Sub id 1"),
        new("#s2#", "Sub id 2"),
        new("#s3#", "Sub id 3"),
        new("#s4#", "Sub id 4"),
        new("#s5#", "Sub id 5"),
        new("#tid#", "Transaction id"),
        new("#leadid#", "Conversion id (public)"),
        new("#price#", "Payout"),
        new("#currency#", "Currency"),
        new("#eid#", "Event id"),
        new("#ename#", "Event name"),
        new("#reqid#", "Request session id"),
        new("#oreqid#", "Request session id of the offer"),
        new("#udid#", "Device id"),
        new("#ip#", "Address of the conversion"),
        new("#sourceip#", "Address of the click"),
        new("#utcunixtime#", "Time in Unix seconds"),
        new("#sourcedate#", "Time of the conversion"),
        new("#received#", "Received from the advertiser", Networks: true),
        new("#advid#", "Advertiser id", Networks: true),
    ];

    /// <summary>What other systems call what an affiliate must not learn: refused where affiliates can see it, though no such token exists.</summary>
    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "received",
        "revenue",
        "advid",
        "advname",
        "advertiser",
        "advertiserid",
        "buyer",
        "buyerid",
        "buyername",
        "caller",
        "callerid",
        "callernumber",
        "ani",
    };

    private static readonly HashSet<string> Known = new(
        All.Select(t => t.Token.Trim('#')).Concat(["source_ip", "sourcetime"]),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The tokens that may be used at a place.</summary>
    public static IEnumerable<PixelToken> At(PixelPlace place) => All.Where(t => !t.Networks || !place.IsAffiliates);

    /// <summary>A sentence where the text holds a token that affiliates may not be told; else null.</summary>
    public static Phrase? Fault(PixelPlace place, string? text)
    {
        if (!place.IsAffiliates)
            return null;
        var secret = Names(text).Where(Secret.Contains).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return secret.Count == 0
            ? null
            : Phrase.Of(
                $"{string.Join(", ", secret.Select(s => $"#{s}#"))} can't be used here: an affiliate is not told what the network receives, nor advertiser, buyer or caller."
            );
    }

    /// <summary>A sentence for each token that is not known and so stays as it is.</summary>
    public static IEnumerable<Phrase> Warnings(PixelPlace place, string? text) =>
        Names(text)
            .Where(n => !Known.Contains(n) && !(place.IsAffiliates && Secret.Contains(n)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(n => Phrase.Of($"#{n}# is not known and stays in the text as it is."));

    /// <summary>The text with its tokens filled in, each value percent-encoded: it leaves neither its place in a URL nor one in HTML.</summary>
    public static string Render(string text, PixelPlace place, ToldConversion told)
    {
        var rendered = new StringBuilder(text.Length + 64);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var start = rest.IndexOf('#');
            var end = start < 0 ? -1 : rest[(start + 1)..].IndexOf('#');
            if (end < 0)
                break;
            rendered.Append(rest[..start]);
            var name = rest.Slice(start + 1, end);
            if (Value(name, place, told) is { } value)
            {
                rendered.Append(Uri.EscapeDataString(value));
                rest = rest[(start + end + 2)..];
                continue;
            }

            // An unknown token stays as it is; its closing # may open the next one.
            rendered.Append('#').Append(name);
            rest = rest[(start + end + 1)..];
        }

        return rendered.Append(rest).ToString();
    }

    private static string? Value(ReadOnlySpan<char> typed, PixelPlace place, ToldConversion c)
    {
        if (typed.Length is 0 or > LongestName)
            return null;
        Span<char> name = stackalloc char[LongestName];
        name = name[..typed.ToLowerInvariant(name)];
        // An import can bring what a person could not have saved.
        if (place.IsAffiliates && Secret.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
            return "";
        return (ReadOnlySpan<char>)name switch
        {
            "affid" => $"{c.Affiliate}",
            "oid" => $"{c.Offer}",
            "campid" => $"{c.Campaign}",
            "cid" => $"{c.Creative}",
            "s1" => c.SubIds?[0] ?? "",
            "s2" => c.SubIds?[1] ?? "",
            "s3" => c.SubIds?[2] ?? "",
            "s4" => c.SubIds?[3] ?? "",
            "s5" => c.SubIds?[4] ?? "",
            "reqid" => c.Click?.RequestId ?? "",
            "oreqid" => c.Click?.OfferRequestId ?? "",
            "udid" => c.Click?.DeviceId ?? "",
            "sourceip" or "source_ip" => c.Click?.Ip ?? "",
            "tid" => c.TransactionId ?? "",
            "leadid" => c.PublicIds.Of(c.Id),
            "price" => Money.Format(c.Paid),
            "received" => Money.Format(c.Received),
            "advid" => $"{c.Advertiser}",
            "currency" => c.Currency.Code,
            "eid" => $"{c.Event}",
            "ename" => c.EventName,
            "ip" => c.Ip,
            "utcunixtime" => (c.At.UnixMilliseconds / 1000).ToString(CultureInfo.InvariantCulture),
            "sourcedate" or "sourcetime" => TimeZones
                .InZone(c.At, c.Zone)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    /// <summary>What stands between two # and could be a token's name; the # of a fragment or a colour does not count.</summary>
    private static IEnumerable<string> Names(string? text)
    {
        if (text is null)
            yield break;
        for (var start = text.IndexOf('#', StringComparison.Ordinal); start >= 0; )
        {
            var end = text.IndexOf('#', start + 1);
            if (end < 0)
                yield break;
            var name = text[(start + 1)..end];
            var isName = name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
            if (isName)
                yield return name;
            start = isName && Known.Contains(name) ? text.IndexOf('#', end + 1) : end;
        }
    }
}

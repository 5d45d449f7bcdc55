using System.Buffers;
using System.Text;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>A stored row as an actor may see it.</summary>
internal static class PixelLogView
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("-. ()+/:");

    public static PixelLogRow Of(StoredLogRow stored, Actor actor)
    {
        PostbackOutcomes.TryRead(stored.Outcome, out var outcome);
        var conversion = stored.ConversionId is { } id ? new ConversionId(id) : (ConversionId?)null;
        var isOpen = actor.May(Permission.SeeFullNumbers);
        var isWhole = actor.May(Permission.SeeRevenue);
        return new PixelLogRow(
            stored.Id,
            new Instant(stored.At),
            stored.Method,
            stored.Ip,
            stored.Whitelisted,
            Seen(stored.Url),
            stored.UrlLength,
            !isWhole && stored.Form is not null ? MaskQuery(MaskValues.InQuery(stored.Form, IsOpenName))
                : isOpen || stored.Form is null ? stored.Form
                : MaskQuery(stored.Form),
            stored.Referrer is null ? null : Seen(stored.Referrer),
            stored.UserAgent,
            stored.OfferId is { } offer ? new OfferId(offer) : null,
            outcome,
            conversion,
            [
                .. PixelLog
                    .Explanation.Read(stored.Explanation, outcome, conversion)
                    .Select(l => isWhole || !NamesRevenue.Contains(l.Step) ? l : l with { Detail = "" }),
            ],
            CanRunAgain(stored),
            stored.RunAgainAt is { } at ? new Instant(at) : null,
            stored.RunAgainBy
        );

        string Seen(string url)
        {
            if (isWhole)
                return isOpen ? url : MaskUrl(url);
            var query = url.IndexOf('?', StringComparison.Ordinal);
            return query < 0 ? url : url[..(query + 1)] + MaskQuery(MaskValues.InQuery(url[(query + 1)..], IsOpenName));
        }
    }

    /// <summary>Steps whose words name amounts, or who pays them.</summary>
    private static readonly string[] NamesRevenue = ["price", "advertiser", "event", "caps", "contract", "click"];

    /// <summary>What every postback names, and no amount or buyer; the values of all other parameters need the right to see those.</summary>
    private static bool IsOpenName(string name) => name is "o" or "a" or "c" or "e" or "f" or "t" or "r" or "dt" or "test";

    public static bool CanRunAgain(StoredLogRow stored) =>
        PostbackOutcomes.TryRead(stored.Outcome, out var outcome) && outcome.IsRefusal() && IsWhole(stored);

    /// <summary>Whether the log holds the request as it came; what was cut or could not be decoded is not run again as something else.</summary>
    private static bool IsWhole(StoredLogRow stored) =>
        stored.UrlLength <= PostbackArrival.LongestUrl
        && (
            stored.Form is null
            || (stored.Form.Length < PostbackArrival.LongestForm && !stored.Form.Contains('\ufffd', StringComparison.Ordinal))
        );

    public static string MaskUrl(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? url : url[..(query + 1)] + MaskQuery(url[(query + 1)..]);
    }

    private static string MaskQuery(string query)
    {
        var masked = new StringBuilder(query.Length);
        foreach (var pair in query.Split('&'))
        {
            if (masked.Length > 0)
                masked.Append('&');
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                masked.Append(MaskPersonal(pair));
            else
                masked.Append(pair, 0, equals + 1).Append(IsToken(pair.AsSpan(0, equals)) ? "•••" : MaskPersonal(pair[(equals + 1)..]));
        }

        return masked.ToString();
    }

    /// <summary>The token makes a sender believed: whoever may only read must not learn it.</summary>
    private static bool IsToken(ReadOnlySpan<char> name) => name.Equals("k", StringComparison.OrdinalIgnoreCase) || name.Contains('%');

    /// <summary>Masks a text that can be a telephone number (7 to 15 digits and nothing but separators) or an e-mail address.</summary>
    public static string MaskPersonal(string raw)
    {
        var text = Uri.UnescapeDataString(raw.Replace('+', ' '));
        if (text.Contains('@', StringComparison.Ordinal))
            return "•••@•••";
        var digits = text.Count(char.IsAsciiDigit);
        if (digits is < 7 or > 15)
            return raw;
        foreach (var c in text)
            if (!char.IsAsciiDigit(c) && !Separators.Contains(c))
                return raw;
        return PhoneNumber.Mask(text.Trim());
    }
}

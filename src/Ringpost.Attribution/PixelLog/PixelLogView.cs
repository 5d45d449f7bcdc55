using System.Buffers;
using System.Text;
using Ringpost.Attribution.Postbacks;
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
        return new PixelLogRow(
            stored.Id,
            new Instant(stored.At),
            stored.Method,
            stored.Ip,
            stored.Whitelisted,
            isOpen ? stored.Url : MaskUrl(stored.Url),
            stored.UrlLength,
            isOpen || stored.Form is null ? stored.Form : MaskQuery(stored.Form),
            isOpen || stored.Referrer is null ? stored.Referrer : MaskUrl(stored.Referrer),
            stored.UserAgent,
            stored.OfferId is { } offer ? new OfferId(offer) : null,
            outcome,
            conversion,
            PixelLog.Explanation.Read(stored.Explanation, outcome, conversion),
            CanRunAgain(stored),
            stored.RunAgainAt is { } at ? new Instant(at) : null,
            stored.RunAgainBy
        );
    }

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

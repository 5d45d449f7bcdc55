using System.Globalization;
using System.Net;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// The answer <c>&lt;result&gt;&lt;code&gt;…&lt;/code&gt;&lt;msg&gt;…&lt;/msg&gt;&lt;/result&gt;</c> (cake.md 2.5), whatever stands between
/// and before its elements: line ends, tabs, a byte order mark.
/// </summary>
internal readonly record struct CakeEnvelope(int Code, string Message)
{
    public const int Success = 0;
    public const int Duplicate = 4;
    public const int RateLimited = 6;

    public static bool TryRead(string text, out CakeEnvelope envelope)
    {
        envelope = default;
        var result = text.IndexOf("<result", StringComparison.OrdinalIgnoreCase);
        if (result < 0)
            return false;
        var inside = text.AsSpan(result);
        if (!int.TryParse(Element(inside, "code"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code))
            return false;
        envelope = new CakeEnvelope(code, WebUtility.HtmlDecode(Element(inside, "msg").ToString()));
        return true;
    }

    private static ReadOnlySpan<char> Element(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        for (var open = text.IndexOf('<'); open >= 0; open = text.IndexOf('<'))
        {
            text = text[(open + 1)..];
            if (
                !text.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                || text.Length <= name.Length
                || text[name.Length] is not ('>' or ' ')
            )
                continue;
            var start = text.IndexOf('>');
            if (start < 0)
                return default;
            text = text[(start + 1)..];
            var end = text.IndexOf("</");
            return end < 0 ? default : text[..end].Trim();
        }

        return default;
    }
}

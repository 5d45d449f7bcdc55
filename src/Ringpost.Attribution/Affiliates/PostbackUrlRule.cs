using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Affiliates;

/// <summary>
/// What an affiliate's postback URL, or a link that a click is sent to, may be: http or https, without a <c>#token#</c> in scheme, host or port, and without credentials
/// (architecture 4.12). The address itself is checked when the postback is sent.
/// </summary>
internal static class PostbackUrlRule
{
    public const int Longest = 2000;

    /// <summary>Null for none.</summary>
    public static string? Read(Validation validation, string field, string? value)
    {
        var text = validation.Text(field, value, Longest);
        if (text.Length == 0)
            return null;
        if (Fault(text) is { } fault)
            validation.Add(field, fault);
        return text;
    }

    /// <summary>One that is called for conversions: also without a token of the advertiser's side where affiliates see it, as they do where no place is named.</summary>
    public static string? ReadPixel(Validation validation, string field, string? value, PixelPlace place = default)
    {
        var url = Read(validation, field, value);
        if (PixelTokens.Fault(place, url) is { } secret)
            validation.Add(field, secret);
        return url;
    }

    public static Phrase? Fault(string url)
    {
        var start =
            url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : 0;
        if (start == 0)
            return "A postback URL begins with http:// or https://.";
        var rest = url.AsSpan(start);
        var length = rest.IndexOfAny('/', '?', '\\');
        var authority = length < 0 ? rest : rest[..length];
        if (authority.Contains('#'))
            return "Tokens can't stand in the host or the port.";
        if (authority.Contains('@'))
            return "Credentials can't stand in the URL.";
        if (url.Contains(' ') || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return "This is not a complete URL.";
        return null;
    }
}

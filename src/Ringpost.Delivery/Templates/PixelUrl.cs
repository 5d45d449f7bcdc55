using System.Buffers;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Templates;

/// <summary>
/// What a URL that somebody typed for sending must be: http or https, and no token where it would choose the receiver (architecture 4.12).
/// </summary>
public static class PixelUrl
{
    public const int Longest = 8000;

    private static readonly SearchValues<char> NotInUrls = SearchValues.Create([
        .. Enumerable.Range(0, 33).Append(127).Select(c => (char)c),
        '\\',
        '<',
        '>',
        '"',
    ]);

    /// <summary>Every error as a sentence; empty where the URL can be used.</summary>
    public static IReadOnlyList<Phrase> Check(TokenTemplate template)
    {
        var source = template.Source;
        if (string.IsNullOrWhiteSpace(source))
            return ["A URL is needed."];
        if (source.Length > Longest)
            return [$"At most {Longest} characters."];
        var errors = new List<Phrase>();
        if (TokenInOrigin(template) is { } misplaced)
            errors.Add(misplaced);
        // A sample value stands for each token: what is left to judge is what the person typed.
        var sample = template.Render(_ => "1", TokenEncoding.Url);
        if (sample.AsSpan().ContainsAny(NotInUrls))
            errors.Add("Spaces and the characters \\ < > \" are not allowed outside a token; write them percent-encoded, a space as %20.");
        else if (
            !Uri.TryCreate(sample, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            || url.Host.Length == 0
        )
            errors.Add("A URL begins with http:// or https:// and names a host.");
        else if (url.UserInfo.Length > 0)
            errors.Add("A user name or password does not belong in a URL.");
        else if (!PortRule.Allows(url.Port))
            errors.Add($"Port {url.Port} belongs to another service than the web; nothing is sent to it.");
        return errors;
    }

    private static Phrase? TokenInOrigin(TokenTemplate template)
    {
        if (template.Tokens.Count == 0)
            return null;
        var source = template.Source.AsSpan();
        var scheme = source.IndexOf("://");
        if (scheme < 0 || template.FirstToken < scheme + 3)
            return "A token can't stand in the URL's scheme.";
        var end = source[(scheme + 3)..].IndexOfAny('/', '?', '#');
        return end < 0 || template.FirstToken < scheme + 3 + end ? "A token can't stand in the URL's host or port." : null;
    }
}

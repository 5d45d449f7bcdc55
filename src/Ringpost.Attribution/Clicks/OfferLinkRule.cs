using System.Buffers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// What a link may be that clicks are sent to: http or https, written in ASCII as a Location header needs it, without a token where it
/// would choose the receiver. A click can then never lead anywhere that nobody configured.
/// </summary>
internal static class OfferLinkRule
{
    public const int Longest = 2000;

    private static readonly SearchValues<char> Sendable = SearchValues.Create([
        .. Enumerable.Range(33, 94).Select(c => (char)c).Except(['"', '<', '>', '\\']),
    ]);

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

    public static Phrase? Fault(string link)
    {
        var start =
            link.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : link.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : 0;
        if (start == 0)
            return "A link begins with http:// or https://.";
        if (link.AsSpan().ContainsAnyExcept(Sendable))
            return "Spaces, quotes and letters beyond ASCII are written percent-encoded, a space as %20.";
        var rest = link.AsSpan(start);
        var length = rest.IndexOfAny('/', '?');
        var authority = length < 0 ? rest : rest[..length];
        if (authority.Contains('#'))
            return "Tokens can't stand in the host or the port.";
        if (authority.Contains('@'))
            return "Credentials can't stand in the link.";
        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return "This is not a complete link.";
        return null;
    }
}

using System.Text.RegularExpressions;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>What a person who reads a pixel would stumble over, beside its tokens. Without I/O.</summary>
internal static partial class PixelLint
{
    private static readonly string[] OwnFigures =
    [
        "call:conversionamount",
        "call:inboundphonenumber",
        "inboundnumber:number",
        "inboundnumber:numbere164",
        "inboundnumber:number-noplus",
        "inboundnumber:suffix",
        "adjustment:revenue",
        "adjustment:revenuedifference",
    ];

    public static IEnumerable<Phrase> Of(Pixel pixel, IReadOnlyDictionary<PublisherId, string> publishers)
    {
        var texts = pixel.Templates.Select(t => t.Source).ToArray();
        foreach (var place in texts.SelectMany(t => Placeholders().Matches(t)).Select(m => m.Value).Distinct(StringComparer.Ordinal))
            yield return $"{place} is sent as it stands: it looks like a place to fill in.";
        foreach (var text in texts.SelectMany(t => NoTokens().Matches(t)).Select(m => m.Value).Distinct(StringComparer.Ordinal))
            // In JSON a bracket begins a list.
            if (text is not ("[true]" or "[false]" or "[null]") && TokenTemplate.Parse(text).Tokens.Count == 0)
                yield return $"{text} is no token and is sent as it stands. A token is written as [Call:Name] or [tag:Type:Name].";
        if (EncodedBrackets().IsMatch(pixel.Url.Source))
            yield return "A token's brackets are percent-encoded (%5B): it is sent as it stands. Write [ and ].";
        if (TwiceEncoded().IsMatch(pixel.Url.Source))
            yield return "The URL is percent-encoded twice (%25 before two digits). Tokens are encoded when they are filled in; the rest is sent as it stands.";
        if (pixel.Publishers.Count == 0)
            yield break;
        foreach (var token in pixel.Tokens.Where(t => OwnFigures.Contains(t.Key, StringComparer.Ordinal)).DistinctBy(t => t.Key))
            yield return $"[{token.Text}] goes to a publisher's receiver ({string.Join(", ", pixel.Publishers.Select(id => publishers.GetValueOrDefault(id, id.Value)))}): what calls earn, and callers' numbers, are yours.";
    }

    /// <summary>Said in a dry run alone: whoever saves such a host may be trying the API out.</summary>
    public static IEnumerable<Phrase> OfHost(Pixel pixel)
    {
        if (Uri.TryCreate(pixel.Url.Source, UriKind.Absolute, out var url) && ExampleHosts().IsMatch(url.Host))
            yield return $"{url.Host} is the host of an example. Put the receiver's in its place.";
    }

    // Other trackers' macros, and what people write for "put yours here".
    [GeneratedRegex(
        @"\{\{?[A-Za-z_][\w.:-]{1,40}\}\}?(?!\s*:)|#[a-z][a-z0-9_]{2,20}#|\$\{[^}]{1,40}\}|\b(?:YOUR|REPLACE|CHANGE|INSERT)[-_ ]?(?:ME|[A-Z][A-Z_-]{2,30})\b"
    )]
    private static partial Regex Placeholders();

    [GeneratedRegex(@"\[[A-Za-z][A-Za-z0-9_.: -]{1,60}\]")]
    private static partial Regex NoTokens();

    [GeneratedRegex("%5B(?:tag|call)(?::|%3A)", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedBrackets();

    [GeneratedRegex("%25[0-9A-Fa-f]{2}")]
    private static partial Regex TwiceEncoded();

    [GeneratedRegex(@"(?:^|\.)(?:example(?:\.com|\.net|\.org)?|invalid|test)$|^your[-.]", RegexOptions.IgnoreCase)]
    private static partial Regex ExampleHosts();
}

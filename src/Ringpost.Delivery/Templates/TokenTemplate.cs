using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Delivery.Templates;

/// <summary>
/// A text with tokens in the call side's dialect, parsed once: <c>[Call:Name]</c>, <c>[tag:Type:Name]</c> and coalesce
/// <c>[A|B]</c>, of which the first value that is not empty is written (ringba.md 4.2). Anything else in brackets stays as it is.
/// </summary>
[JsonConverter(typeof(TokenTemplateJson))]
public sealed class TokenTemplate : IEquatable<TokenTemplate>
{
    private readonly Part[] _parts;

    private TokenTemplate(string source, Part[] parts)
    {
        (Source, _parts) = (source, parts);
        Tokens = [.. parts.SelectMany(p => p.Candidates)];
    }

    /// <summary>The text as it was typed.</summary>
    public string Source { get; }

    /// <summary>Every reference in the text in order, the candidates of a coalesce one by one.</summary>
    public IReadOnlyList<TokenReference> Tokens { get; }

    /// <summary>Where the first token begins; the text's length where it has none.</summary>
    internal int FirstToken => Tokens.Count == 0 ? Source.Length : Array.Find(_parts, p => p.Candidates.Length > 0)!.Start;

    public static TokenTemplate Parse(string source)
    {
        var parts = new List<Part>();
        var place = new PlaceReader();
        var literal = 0;
        for (var open = source.IndexOf('['); open >= 0; )
        {
            var close = source.AsSpan(open + 1).IndexOfAny('[', ']');
            if (close < 0)
                break;
            close += open + 1;
            if (source[close] == '[')
            {
                open = close;
                continue;
            }

            if (ParseCandidates(source.AsSpan(open + 1, close - open - 1)) is { } candidates)
            {
                if (open > literal)
                    parts.Add(new Part(literal, source[literal..open], [], default));
                place.Read(source.AsSpan(literal, open - literal));
                parts.Add(new Part(open, "", candidates, place.Current));
                literal = close + 1;
            }

            open = source.IndexOf('[', close + 1);
        }

        if (literal < source.Length)
            parts.Add(new Part(literal, source[literal..], [], default));
        return new TokenTemplate(source, [.. parts]);
    }

    /// <summary>Writes the text with the values; a value that is missing is written as nothing.</summary>
    public string Render(Func<TokenReference, string?> valueOf, TokenEncoding encoding)
    {
        if (Tokens.Count == 0)
            return Source;
        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[512]);
        foreach (var part in _parts)
        {
            if (part.Candidates.Length == 0)
                text.AppendLiteral(part.Literal);
            else
                TokenWriter.Write(ref text, FirstValue(part.Candidates, valueOf), encoding, part.Place);
        }

        return text.ToStringAndClear();
    }

    public bool Equals(TokenTemplate? other) => other is not null && other.Source == Source;

    public override bool Equals(object? obj) => Equals(obj as TokenTemplate);

    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Source;

    private static string FirstValue(TokenReference[] candidates, Func<TokenReference, string?> valueOf)
    {
        foreach (var candidate in candidates)
            if (valueOf(candidate) is { Length: > 0 } value)
                return value;
        return "";
    }

    private static TokenReference[]? ParseCandidates(ReadOnlySpan<char> inside)
    {
        // The host of http://[2001:db8::1]/ has the shape of a token.
        if (inside.IndexOf(':') < 0 || IPAddress.TryParse(inside, out _))
            return null;
        var candidates = new List<TokenReference>(1);
        foreach (var range in inside.Split('|'))
        {
            if (!TokenReference.TryParse(inside[range].Trim(' '), out var candidate))
                return null;
            candidates.Add(candidate);
        }

        return [.. candidates];
    }

    /// <summary>A literal, or a token with its candidates.</summary>
    private sealed record Part(int Start, string Literal, TokenReference[] Candidates, TokenPlace Place);
}

internal sealed class TokenTemplateJson : JsonConverter<TokenTemplate>
{
    public override TokenTemplate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TokenTemplate.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, TokenTemplate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Source);
}

using System.Buffers;

namespace Ringpost.Delivery.Templates;

/// <summary>One candidate inside a token: <c>Call:Name</c>, <c>tag:Type:Name</c> or <c>Type:Name</c> (ringba.md 4.2).</summary>
/// <param name="Type"><c>Call</c>, or the tag's type without <c>tag:</c>, as it was typed.</param>
/// <param name="Name">The rest, as it was typed; may hold spaces, dashes, dots and colons.</param>
/// <param name="Text">The whole reference as it was typed.</param>
public sealed record TokenReference(string Type, string Name, string Text)
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(c => (char)c),
        '"',
        '{',
        '}',
        '<',
        '>',
        '\\',
    ]);

    /// <summary><c>type:name</c> in lower case: what a value is found by, as tokens match whatever their case.</summary>
    public string Key { get; } = $"{Type}:{Name}".ToLowerInvariant();

    public bool IsCall { get; } = Type.Equals("Call", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a reference; false for any other text in brackets, which then stays as it is.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out TokenReference reference)
    {
        reference = null!;
        var rest = text;
        if (rest.StartsWith("tag:", StringComparison.OrdinalIgnoreCase))
            rest = rest[4..];
        var colon = rest.IndexOf(':');
        if (colon < 1 || !IsType(rest[..colon]) || !IsName(rest[(colon + 1)..]))
            return false;
        reference = new TokenReference(rest[..colon].ToString(), rest[(colon + 1)..].ToString(), text.ToString());
        return true;
    }

    // Narrow enough that a JSON array in a body, as [{"a":1}] or ["x:y"], is never taken for a token.
    private static bool IsType(ReadOnlySpan<char> type)
    {
        if (!char.IsLetter(type[0]))
            return false;
        foreach (var c in type)
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '-' or '_' or '.'))
                return false;
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> name) => !name.IsWhiteSpace() && !name.ContainsAny(NotInNames);
}

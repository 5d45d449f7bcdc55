namespace Ringpost.Delivery;

/// <summary>Text that both databases keep: PostgreSQL takes no U+0000, SQLite cuts at it, neither takes half a surrogate pair (stack.md).</summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    public static string Clean(string text)
    {
        var first = FirstBad(text);
        return first < 0
            ? text
            : string.Create(
                text.Length,
                text,
                static (clean, source) =>
                {
                    for (var i = 0; i < clean.Length; i++)
                        clean[i] = IsGood(source, i) ? source[i] : Replacement;
                }
            );
    }

    /// <summary>At most <paramref name="length"/> characters, whole ones.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : Clean(text[..length]);

    private static int FirstBad(string text)
    {
        var from = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        var zero = text.IndexOf('\0');
        if (from < 0)
            return zero;
        for (var i = from; i < text.Length; i++)
            if (!IsGood(text, i))
                return zero < 0 ? i : Math.Min(i, zero);
        return zero;
    }

    private static bool IsGood(string text, int i) =>
        text[i] switch
        {
            '\0' => false,
            var c when char.IsHighSurrogate(c) => i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]),
            var c when char.IsLowSurrogate(c) => i > 0 && char.IsHighSurrogate(text[i - 1]),
            _ => true,
        };
}

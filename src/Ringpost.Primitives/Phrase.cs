using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>
/// What a module says to people: English as it stands, and its places and values apart for who says it in another language. Written as an
/// interpolated string; a value that is a phrase itself is said in that language too. As JSON it is its English.
/// </summary>
[InterpolatedStringHandler]
[JsonConverter(typeof(PhraseJson))]
public sealed class Phrase : IEquatable<Phrase>
{
    // What marks a value in the kept form; no text that people read has them.
    private const char Value = '\u0001',
        Closed = '\u0002',
        Inner = '\u0003';

    private readonly StringBuilder _template;
    private readonly List<object> _values = [];
    private readonly bool _hasPlaces;

    // Made when first asked for, since a phrase may be said of every postback.
    private string? _text;
    private string? _kept;

    public Phrase(int literalLength, int formattedCount) =>
        (_template, _hasPlaces) = (new(literalLength + 3 * formattedCount), formattedCount > 0);

    private Phrase(string english) => _template = new(english);

    /// <summary>The English sentence, with <c>{0}</c>, <c>{1}</c> where values stand. Without values it is plain text: a brace in it is a brace.</summary>
    public string Template => _text ??= _template.ToString();

    /// <summary>Text, or another phrase.</summary>
    public IReadOnlyList<object> Values => _values;

    public bool IsEmpty => ToString().Length == 0;

    [return: NotNullIfNotNull(nameof(english))]
    public static implicit operator Phrase?(string? english) => english is null ? null : new(english);

    /// <summary>For the arm of a choice, where the compiler would make a text of an interpolated string.</summary>
    public static Phrase Of(Phrase phrase) => phrase;

    /// <summary>One after the other, as sentences stand.</summary>
    public static Phrase Joined(IEnumerable<Phrase> phrases, string separator = " ")
    {
        var all = new Phrase(0, 1);
        foreach (var phrase in phrases)
        {
            if (all._values.Count > 0)
                all.AppendLiteral(separator);
            all.Append(phrase);
        }

        return all;
    }

    /// <summary>As it is stored: its English, each value between signs that <see cref="OfKept"/> knows it by.</summary>
    public string Kept =>
        _kept ??=
            _values.Count == 0
                ? KeptValue(Template)
                : string.Format(
                    CultureInfo.InvariantCulture,
                    Template,
                    [.. _values.Select(v => v is Phrase inner ? $"{Inner}{inner.Kept}{Closed}" : $"{Value}{KeptValue((string)v)}{Closed}")]
                );

    /// <summary>What was stored as finished English is a phrase without values.</summary>
    public static Phrase OfKept(string kept)
    {
        if (kept.AsSpan().IndexOfAny(Value, Inner) < 0)
            return new(kept);
        var phrase = new Phrase(0, 1);
        var at = 0;
        while (kept.AsSpan(at).IndexOfAny(Value, Inner) is >= 0 and var ahead)
        {
            var opens = at + ahead;
            var closes = Closing(kept, opens);
            phrase.AppendLiteral(kept[at..opens]);
            var value = kept[(opens + 1)..closes];
            phrase.Append(kept[opens] == Inner ? OfKept(value) : (object)value);
            at = Math.Min(closes + 1, kept.Length);
        }

        phrase.AppendLiteral(kept[at..]);
        return phrase;
    }

    /// <summary>Begins a value of the kept form, for who writes one without making a phrase; <paramref name="isPhrase"/> where it is one itself.</summary>
    public static char Opening(bool isPhrase) => isPhrase ? Inner : Value;

    public static char Closing() => Closed;

    public static bool IsSign(char c) => c is Value or Closed or Inner;

    private static string KeptValue(string text) =>
        text.AsSpan().IndexOfAny(Value, Closed, Inner) < 0 ? text : string.Concat(text.Where(c => !IsSign(c)));

    private static int Closing(string kept, int opens)
    {
        var depth = 0;
        for (var i = opens; i < kept.Length; i++)
        {
            depth +=
                kept[i] is Value or Inner ? 1
                : kept[i] == Closed ? -1
                : 0;
            if (depth == 0)
                return i;
        }

        return kept.Length;
    }

    public void AppendLiteral(string text)
    {
        (_text, _kept) = (null, null);
        _template.Append(
            _hasPlaces ? text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) : text
        );
    }

    public void AppendFormatted<T>(T value, string? format = null) =>
        Append(
            value is Phrase ? value
            : value is IFormattable f ? f.ToString(format, CultureInfo.InvariantCulture)
            : value?.ToString() ?? ""
        );

    private void Append(object value)
    {
        (_text, _kept) = (null, null);
        _template.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(value);
    }

    public override string ToString() =>
        _values.Count == 0 ? Template : string.Format(CultureInfo.InvariantCulture, Template, [.. _values]);

    public bool Equals(Phrase? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Phrase);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private sealed class PhraseJson : JsonConverter<Phrase>
    {
        public override Phrase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, Phrase value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

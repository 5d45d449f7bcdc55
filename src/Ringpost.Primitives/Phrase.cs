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
    private readonly StringBuilder _template;
    private readonly List<object> _values = [];
    private readonly bool _hasPlaces;

    public Phrase(int literalLength, int formattedCount) =>
        (_template, _hasPlaces) = (new(literalLength + 3 * formattedCount), formattedCount > 0);

    private Phrase(string english) => _template = new(english);

    /// <summary>The English sentence, with <c>{0}</c>, <c>{1}</c> where values stand. Without values it is plain text: a brace in it is a brace.</summary>
    public string Template => _template.ToString();

    /// <summary>Text, or another phrase.</summary>
    public IReadOnlyList<object> Values => _values;

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

    public void AppendLiteral(string text) =>
        _template.Append(
            _hasPlaces ? text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) : text
        );

    public void AppendFormatted<T>(T value, string? format = null) =>
        Append(
            value is Phrase ? value
            : value is IFormattable f ? f.ToString(format, CultureInfo.InvariantCulture)
            : value?.ToString() ?? ""
        );

    private void Append(object value)
    {
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

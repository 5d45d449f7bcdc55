using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Tags;

/// <summary>Values by tag name, all of one type. In JSON an object of texts.</summary>
[JsonConverter(typeof(TagValuesJson))]
public sealed class TagValues : IEquatable<TagValues>
{
    public static readonly TagValues None = new(new Dictionary<string, string>());

    private readonly SortedDictionary<string, string> _values;

    public TagValues(IReadOnlyDictionary<string, string> values) =>
        _values = new SortedDictionary<string, string>(values.ToDictionary(), StringComparer.Ordinal);

    /// <summary>In order of their names.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public static TagValues FromJson(string json) =>
        json == "{}" ? None : new(JsonSerializer.Deserialize<Dictionary<string, string>>(json, RingpostJson.Options)!);

    public string ToJson() => JsonSerializer.Serialize(_values, RingpostJson.Options);

    public bool Equals(TagValues? other) => other is not null && other._values.SequenceEqual(_values);

    public override bool Equals(object? obj) => Equals(obj as TagValues);

    public override int GetHashCode() => _values.Count;
}

internal sealed class TagValuesJson : JsonConverter<TagValues>
{
    public override TagValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, TagValues value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Values, options);
}

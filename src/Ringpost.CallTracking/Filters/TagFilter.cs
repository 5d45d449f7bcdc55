using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Filters;

/// <summary>One rule of a filter: holds where any of its conditions does.</summary>
public sealed record TagRule(IReadOnlyList<TagCondition> AnyOf);

/// <summary>
/// Which calls something is for (ringba.md 8.5): all rules must hold, and of each rule any condition. Without rules every call passes.
/// In JSON the list of its rules.
/// </summary>
[JsonConverter(typeof(TagFilterJson))]
public sealed class TagFilter : IEquatable<TagFilter>
{
    public static readonly TagFilter None = new([]);

    private string? _json;

    public TagFilter(IReadOnlyList<TagRule> rules) => Rules = rules;

    public IReadOnlyList<TagRule> Rules { get; }

    public bool IsNone => Rules.Count == 0;

    /// <param name="valueOf">A tag's value by lower case <c>type:name</c>.</param>
    public bool Passes(Func<string, string?> valueOf) => FirstUnmet(valueOf) is null;

    /// <summary>The rule that stops the call; null where it passes.</summary>
    public TagRule? FirstUnmet(Func<string, string?> valueOf)
    {
        foreach (var rule in Rules)
        {
            var met = false;
            foreach (var condition in rule.AnyOf)
                met = met || condition.Holds(valueOf(condition.Key));
            if (!met)
                return rule;
        }

        return null;
    }

    public static TagFilter FromJson(string json) =>
        json == "[]" ? None : JsonSerializer.Deserialize<TagFilter>(json, RingpostJson.Options)!;

    public string ToJson() => _json ??= JsonSerializer.Serialize(Rules, RingpostJson.Options);

    public bool Equals(TagFilter? other) => other is not null && other.ToJson() == ToJson();

    public override bool Equals(object? obj) => Equals(obj as TagFilter);

    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);
}

internal sealed class TagFilterJson : JsonConverter<TagFilter>
{
    public override TagFilter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<IReadOnlyList<TagRule>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, TagFilter value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Rules, options);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Configuration;

/// <summary>Further lengths of a conversion setting, shortest first. In JSON the list of its steps; two with the same steps are equal.</summary>
[JsonConverter(typeof(LengthStepsJson))]
public sealed class LengthSteps(IReadOnlyList<LengthStep> steps) : IEquatable<LengthSteps>
{
    public IReadOnlyList<LengthStep> Steps { get; } = steps;

    /// <summary>Null for none.</summary>
    public static LengthSteps? Of(IEnumerable<LengthStep> steps) =>
        steps.OrderBy(s => s.Seconds).ToArray() is { Length: > 0 } some ? new LengthSteps(some) : null;

    public static LengthSteps? FromJson(string json) =>
        json == "[]" ? null : JsonSerializer.Deserialize<LengthSteps>(json, RingpostJson.Options);

    public static string ToJson(LengthSteps? steps) => steps is null ? "[]" : JsonSerializer.Serialize(steps, RingpostJson.Options);

    public bool Equals(LengthSteps? other) => other is not null && Steps.SequenceEqual(other.Steps);

    public override bool Equals(object? obj) => Equals(obj as LengthSteps);

    public override int GetHashCode() => Steps.Count;
}

internal sealed class LengthStepsJson : JsonConverter<LengthSteps>
{
    public override LengthSteps? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LengthSteps.Of(JsonSerializer.Deserialize<IReadOnlyList<LengthStep>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, LengthSteps value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Steps, options);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>A field of a PATCH that may be absent (leave it) or null (clear it); the two differ.</summary>
[JsonConverter(typeof(OptionalJson))]
public readonly record struct Optional<T>(T? Value)
{
    public bool IsGiven { get; } = true;

    /// <summary>The value where one was given, else what stands.</summary>
    public T? Or(T? standing) => IsGiven ? Value : standing;

    public static implicit operator Optional<T>(T? value) => new(value);
}

internal sealed class OptionalJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OptionalJson<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}

internal sealed class OptionalJson<T> : JsonConverter<Optional<T>>
{
    public override bool HandleNull => true;

    public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<T?>(ref reader, options));

    public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, options);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>A number that names a record of one kind, so that an offer's id can't be passed for an affiliate's.</summary>
public interface INumberId<TSelf> : IParsable<TSelf>
    where TSelf : struct, INumberId<TSelf>
{
    long Value { get; }

    static abstract TSelf From(long value);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => TSelf.From(long.Parse(s, CultureInfo.InvariantCulture));

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result) =>
        TryParse(s, provider, out result);

    /// <summary>Public, not only <see cref="IParsable{TSelf}"/>'s: the routes' parameter binding looks for it here.</summary>
    static new bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result)
    {
        result = default;
        if (!long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        result = TSelf.From(value);
        return true;
    }
}

/// <summary>An opaque text that names a record of one kind.</summary>
public interface ITextId<TSelf> : IParsable<TSelf>
    where TSelf : struct, ITextId<TSelf>
{
    string Value { get; }

    static abstract TSelf From(string value);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => TSelf.From(s);

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result) =>
        TryParse(s, provider, out result);

    /// <summary>Public, not only <see cref="IParsable{TSelf}"/>'s: the routes' parameter binding looks for it here.</summary>
    static new bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result)
    {
        result = default;
        if (string.IsNullOrEmpty(s) || s.Length > 128)
            return false;
        result = TSelf.From(s);
        return true;
    }
}

/// <summary>Writes typed ids as the plain number or text they hold.</summary>
public sealed class TypedIdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType && Array.Exists(typeToConvert.GetInterfaces(), IsId);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var isNumber = Array.Exists(
            typeToConvert.GetInterfaces(),
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INumberId<>)
        );
        var converter = (isNumber ? typeof(NumberIdJson<>) : typeof(TextIdJson<>)).MakeGenericType(typeToConvert);
        return (JsonConverter)Activator.CreateInstance(converter)!;
    }

    private static bool IsId(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(INumberId<>) || type.GetGenericTypeDefinition() == typeof(ITextId<>));
}

internal sealed class NumberIdJson<T> : JsonConverter<T>
    where T : struct, INumberId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class TextIdJson<T> : JsonConverter<T>
    where T : struct, ITextId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

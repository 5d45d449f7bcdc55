using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>
/// Reads amounts of money in requests. What is no number becomes <see cref="Validation.NoAmount"/>, which validation refuses at its field beside
/// all other errors; the reader would stop at the first.
/// </summary>
internal sealed class AmountJson : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var amount))
            return amount;
        // Skip refuses where more of the body may follow; the value itself is there as a whole.
        reader.TrySkip();
        return Validation.NoAmount;
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

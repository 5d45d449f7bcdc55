using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.CallTracking.Hours;

/// <summary>A time of day as <c>09:30</c>.</summary>
internal sealed class ClockJson : JsonConverter<TimeOnly>
{
    // Ringba and many people write the end of a day as 24:00.
    private const string EndOfDay = "24:00";

    private static readonly string[] Forms = ["HH:mm", "H:mm", "HH:mm:ss"];

    public static bool TryRead(string? text, out TimeOnly time)
    {
        var trimmed = text?.Trim();
        if (trimmed == EndOfDay)
        {
            time = TimeOnly.MinValue;
            return true;
        }

        return TimeOnly.TryParseExact(trimmed, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time.Second == 0;
    }

    public static string Write(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(reader.GetString(), out var time) ? time : throw new JsonException("A time of day is written as 09:30.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Write(value));
}

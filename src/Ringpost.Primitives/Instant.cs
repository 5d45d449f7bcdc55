using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>A moment in UTC, in whole milliseconds since 1970 (architecture 4.7). Written as ISO 8601 with <c>Z</c>.</summary>
[JsonConverter(typeof(InstantJson))]
public readonly record struct Instant(long UnixMilliseconds) : IComparable<Instant>
{
    public static Instant Now(TimeProvider time) => new(time.GetUtcNow().ToUnixTimeMilliseconds());

    public static Instant From(DateTimeOffset moment) => new(moment.ToUnixTimeMilliseconds());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds);

    public static Instant operator +(Instant left, TimeSpan right) => new(left.UnixMilliseconds + (long)right.TotalMilliseconds);

    public static Instant operator -(Instant left, TimeSpan right) => new(left.UnixMilliseconds - (long)right.TotalMilliseconds);

    public static TimeSpan operator -(Instant left, Instant right) =>
        TimeSpan.FromMilliseconds(left.UnixMilliseconds - right.UnixMilliseconds);

    public static bool operator <(Instant left, Instant right) => left.UnixMilliseconds < right.UnixMilliseconds;

    public static bool operator >(Instant left, Instant right) => left.UnixMilliseconds > right.UnixMilliseconds;

    public static bool operator <=(Instant left, Instant right) => left.UnixMilliseconds <= right.UnixMilliseconds;

    public static bool operator >=(Instant left, Instant right) => left.UnixMilliseconds >= right.UnixMilliseconds;

    public int CompareTo(Instant other) => UnixMilliseconds.CompareTo(other.UnixMilliseconds);

    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads ISO 8601. A text without an offset is taken as UTC unless <paramref name="zone"/> is given.</summary>
    public static bool TryParse(string? text, TimeZoneInfo? zone, out Instant instant)
    {
        instant = default;
        if (
            string.IsNullOrWhiteSpace(text)
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed)
        )
            return false;
        if (parsed.Kind != DateTimeKind.Unspecified)
        {
            instant = From(new DateTimeOffset(parsed));
            return true;
        }

        // A clock time that a zone skips or repeats is taken with the offset before the change: it never fails.
        var offset = zone?.GetUtcOffset(parsed) ?? TimeSpan.Zero;
        if (parsed.Ticks - offset.Ticks < 0 || parsed.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return false;
        instant = From(new DateTimeOffset(parsed, offset));
        return true;
    }
}

internal sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Instant.TryParse(reader.GetString(), null, out var instant)
            ? instant
            : throw new JsonException("A time is ISO 8601, as 2026-01-31T09:30:00Z.");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Console.Components;

/// <summary>A range of whole days in the instance's zone, as it stands in the address: <c>range=today</c>, or <c>from</c> and <c>to</c>.</summary>
public sealed record DateRange(string Key, DateOnly First, DateOnly Last)
{
    /// <summary>Only of what is added up beforehand.</summary>
    public const string Year = "12m";

    public static IReadOnlyList<Choice<string>> Choices =>
        [
            new("today", T["Today"]),
            new("yesterday", T["Yesterday"]),
            new("7d", T["Last 7 days"]),
            new("30d", T["Last 30 days"]),
            new("month", T["This month"]),
            new(Year, T["Last 12 months"]),
            new("custom", T["From … to …"]),
        ];

    public static DateRange Read(ListUrl url, TimeZoneInfo zone, Instant now, string absent = "7d")
    {
        var today = DateOnly.FromDateTime(TimeZones.InZone(now, zone).DateTime);
        var key = url["range"] ?? (url["from"] is null ? absent : "custom");
        return key switch
        {
            "today" => new DateRange(key, today, today),
            "yesterday" => new DateRange(key, today.AddDays(-1), today.AddDays(-1)),
            "30d" => new DateRange(key, today.AddDays(-29), today),
            "month" => new DateRange(key, new DateOnly(today.Year, today.Month, 1), today),
            Year => new DateRange(key, today.AddYears(-1).AddDays(1), today),
            "custom" => Custom(ReadDay(url["from"]) ?? today.AddDays(-6), ReadDay(url["to"]) ?? today),
            _ => new DateRange("7d", today.AddDays(-6), today),
        };
    }

    public Instant From(TimeZoneInfo zone) => TimeZones.StartOfDay(First, zone);

    /// <summary>The start of the day after the last: exclusive.</summary>
    public Instant To(TimeZoneInfo zone) => TimeZones.StartOfDay(Last.AddDays(1), zone);

    private static DateRange Custom(DateOnly first, DateOnly last) =>
        new("custom", first < last ? first : last, first < last ? last : first);

    private static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

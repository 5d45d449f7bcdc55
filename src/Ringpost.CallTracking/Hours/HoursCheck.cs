using System.Text.Json;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Hours;

/// <summary>Opening hours as they are sent; times as <c>09:30</c>, days as <c>monday</c>.</summary>
public sealed record OpeningHoursRequest(string? TimeZone, IReadOnlyList<OpenDayRequest?>? Days);

/// <inheritdoc cref="OpenDay"/>
public sealed record OpenDayRequest(string? Day, string? Open, string? Close, IReadOnlyList<HoursBreakRequest?>? Breaks = null);

/// <inheritdoc cref="HoursBreak"/>
public sealed record HoursBreakRequest(string? Start, int? Minutes);

/// <summary>What opening hours must be. An error stands at its day: <c>hours.monday.open</c>.</summary>
internal static class HoursCheck
{
    private const int MostBreaks = 10;

    /// <summary>Null is always open.</summary>
    public static OpeningHours? Read(Validation validation, string field, OpeningHoursRequest? request)
    {
        if (request is null)
            return null;
        if (!TimeZones.TryFind(request.TimeZone, out _))
            validation.Add($"{field}.timeZone", "A time zone, as America/New_York.");
        var days = new List<OpenDay>();
        foreach (var day in request.Days ?? [])
        {
            if (day is null || !TryReadDay(day.Day, out var name))
                validation.Add($"{field}.days", "Each day is one of: sunday, monday, tuesday, wednesday, thursday, friday, saturday.");
            else if (days.Exists(d => d.Day == name))
                validation.Add($"{field}.days", $"{name} stands there twice. A day has one span; breaks divide it.");
            else
                days.Add(Day(validation, $"{field}.{JsonNamingPolicy.CamelCase.ConvertName(name.ToString())}", name, day));
        }

        if (days.Count == 0)
            validation.Add($"{field}.days", "At least one day must be open. To stop calls altogether, pause instead.");
        return new OpeningHours(request.TimeZone?.Trim() ?? "", [.. days.OrderBy(d => d.Day)]);
    }

    private static OpenDay Day(Validation validation, string field, DayOfWeek name, OpenDayRequest request)
    {
        var open = Clock(validation, $"{field}.open", request.Open);
        var close = Clock(validation, $"{field}.close", request.Close);
        var day = new OpenDay(name, open, close, []);
        var breaks = new List<HoursBreak>();
        foreach (var pause in request.Breaks ?? [])
        {
            if (pause is null || !ClockJson.TryRead(pause.Start, out var start) || pause.Minutes is not (>= 1 and < 24 * 60))
                validation.Add($"{field}.breaks", "A break has a start, as 12:00, and a length of 1 to 1439 minutes.");
            else if (day.MinutesTo(start) + pause.Minutes.Value > day.Minutes)
                validation.Add($"{field}.breaks", $"The break at {ClockJson.Write(start)} is not within the day's hours.");
            else
                breaks.Add(new HoursBreak(start, pause.Minutes.Value));
        }

        if (breaks.Count > MostBreaks)
            validation.Add($"{field}.breaks", $"At most {MostBreaks} breaks a day.");
        return day with { Breaks = breaks };
    }

    private static TimeOnly Clock(Validation validation, string field, string? text)
    {
        if (!ClockJson.TryRead(text, out var time))
            validation.Add(field, "A time of day, as 09:30.");
        return time;
    }

    private static bool TryReadDay(string? text, out DayOfWeek day)
    {
        day = default;
        return text is { Length: > 0 }
            && char.IsAsciiLetter(text[0])
            && Enum.TryParse(text, ignoreCase: true, out day)
            && Enum.IsDefined(day);
    }
}

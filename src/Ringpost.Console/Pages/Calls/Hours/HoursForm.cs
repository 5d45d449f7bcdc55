using System.Globalization;
using Ringpost.CallTracking.Hours;

namespace Ringpost.Console.Pages.Calls.Hours;

/// <summary>What a person types of opening hours.</summary>
public sealed class HoursForm
{
    public bool Limited { get; set; }
    public string? Zone { get; set; }
    public List<DayForm> Days { get; set; } = [];

    /// <param name="zone">Where there are no hours yet: the zone to offer.</param>
    public static HoursForm Of(OpeningHours? hours, string zone) =>
        new()
        {
            Limited = hours is not null,
            Zone = hours?.TimeZone ?? zone,
            Days =
            [
                .. Enum.GetValues<DayOfWeek>()
                    .OrderBy(day => day == DayOfWeek.Sunday)
                    .Select(day =>
                        hours is null
                            ? new DayForm { Day = day, Open = day is not (DayOfWeek.Saturday or DayOfWeek.Sunday) }
                            : DayForm.Of(day, hours.Days.FirstOrDefault(d => d.Day == day))
                    ),
            ],
        };

    /// <summary>Null is always open.</summary>
    public OpeningHoursRequest? ToRequest() => Limited ? new(Zone, [.. Days.Where(d => d.Open).Select(d => d.ToRequest())]) : null;
}

public sealed class DayForm
{
    public DayOfWeek Day { get; set; }
    public bool Open { get; set; }
    public string? Opens { get; set; } = "09:00";
    public string? Closes { get; set; } = "17:00";
    public List<BreakForm> Breaks { get; set; } = [];

    internal static DayForm Of(DayOfWeek name, OpenDay? day) =>
        day is null
            ? new() { Day = name }
            : new()
            {
                Day = name,
                Open = true,
                Opens = Clock(day.Open),
                Closes = Clock(day.Close),
                Breaks = [.. day.Breaks.Select(b => new BreakForm { Start = Clock(b.Start), Minutes = b.Minutes })],
            };

    internal OpenDayRequest ToRequest() =>
        new(CallWords.Word(Day), Opens, Closes, [.. Breaks.Select(b => new HoursBreakRequest(b.Start, CallWords.Whole(b.Minutes)))]);

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

public sealed class BreakForm
{
    public string? Start { get; set; } = "12:00";
    public decimal? Minutes { get; set; } = 30;
}

using Ringpost.CallTracking.Caps;

namespace Ringpost.Console.Pages.Calls.Caps;

/// <summary>What a person types of caps.</summary>
public sealed class CapsForm
{
    public decimal? Hourly { get; set; }
    public decimal? Daily { get; set; }
    public decimal? Monthly { get; set; }
    public decimal? AllTime { get; set; }
    public decimal? HourlySum { get; set; }
    public decimal? DailySum { get; set; }
    public decimal? MonthlySum { get; set; }
    public decimal? AllTimeSum { get; set; }
    public string? CountOn { get; set; } = "convert";
    public bool StrictCounts { get; set; }
    public bool StrictSums { get; set; } = true;
    public string? TimeZone { get; set; }

    /// <summary>Of a buyer or publisher; a target's stands among its other fields.</summary>
    public decimal? Concurrency { get; set; }

    public bool BlockCallsIfCapped { get; set; }

    public static CapsForm Of(CallCaps caps, int? concurrency = null, bool blocks = false) =>
        new()
        {
            Hourly = caps.Hourly,
            Daily = caps.Daily,
            Monthly = caps.Monthly,
            AllTime = caps.AllTime,
            HourlySum = caps.HourlySum / 1_000_000m,
            DailySum = caps.DailySum / 1_000_000m,
            MonthlySum = caps.MonthlySum / 1_000_000m,
            AllTimeSum = caps.AllTimeSum / 1_000_000m,
            CountOn = CallWords.Word(caps.CountOn ?? CapCountOn.Convert),
            StrictCounts = caps.StrictCounts,
            StrictSums = caps.StrictSums,
            TimeZone = caps.TimeZone,
            Concurrency = concurrency,
            BlockCallsIfCapped = blocks,
        };

    /// <param name="ofPublisher">Its caps count paid calls: there is nothing to choose.</param>
    public CapsRequest ToRequest(bool ofPublisher = false) =>
        new(
            CallWords.Whole(Hourly),
            CallWords.Whole(Daily),
            CallWords.Whole(Monthly),
            CallWords.Whole(AllTime),
            HourlySum,
            DailySum,
            MonthlySum,
            AllTimeSum,
            ofPublisher ? null : CountOn,
            StrictCounts,
            StrictSums,
            TimeZone
        );

    public int? ConcurrencyCap => CallWords.Whole(Concurrency);
}

using Ringpost.CallTracking.Caps;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Caps;

/// <summary>One cap of many things: an option of a bulk change for each.</summary>
internal static class SomeCaps
{
    public static readonly IReadOnlyList<Choice<string>> Options =
    [
        new("hourly", "Hourly cap"),
        new("daily", "Daily cap"),
        new("monthly", "Monthly cap"),
        new("allTime", "All time cap"),
    ];

    public static SomeCapsRequest Of(string cap, decimal? value)
    {
        var calls = CallWords.Whole(value);
        return cap switch
        {
            "hourly" => new(Hourly: new(calls)),
            "daily" => new(Daily: new(calls)),
            "monthly" => new(Monthly: new(calls)),
            _ => new(AllTime: new(calls)),
        };
    }
}

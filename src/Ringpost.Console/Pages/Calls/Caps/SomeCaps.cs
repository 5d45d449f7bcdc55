using Ringpost.CallTracking.Caps;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Caps;

/// <summary>One cap of many things: an option of a bulk change for each.</summary>
internal static class SomeCaps
{
    public static IReadOnlyList<Choice<string>> Options =>
        [new("hourly", T["Hourly cap"]), new("daily", T["Daily cap"]), new("monthly", T["Monthly cap"]), new("allTime", T["All time cap"])];

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

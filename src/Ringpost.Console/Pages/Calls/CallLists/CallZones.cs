using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>The zone that a list of calls is read in: the address names it, else the instance's.</summary>
internal static class CallZones
{
    /// <summary>What the field offers; every IANA or Windows name may be typed.</summary>
    public static readonly IReadOnlyList<string> Offered =
    [
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "Pacific/Honolulu",
        "America/Toronto",
        "Europe/London",
        "Europe/Zurich",
        "Asia/Kolkata",
        "Asia/Manila",
        "Australia/Sydney",
        "UTC",
    ];

    public static TimeZoneInfo Of(string? name, TimeZoneInfo absent) => TimeZones.TryFind(name, out var zone) ? zone : absent;
}

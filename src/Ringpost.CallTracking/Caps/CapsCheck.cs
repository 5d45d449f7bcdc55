using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Caps;

/// <summary>Caps as they are sent, all of them: what is absent, null or −1 is unlimited (ringba.md 13). Amounts as <c>250.00</c>.</summary>
/// <param name="CountOn"><c>connect</c>, <c>convert</c> (default) or <c>revenue</c>; not for publishers.</param>
/// <param name="StrictCounts">Default false.</param>
/// <param name="StrictSums">Default true.</param>
/// <param name="TimeZone">As <c>America/New_York</c>; absent follows the instance.</param>
public sealed record CapsRequest(
    int? Hourly = null,
    int? Daily = null,
    int? Monthly = null,
    int? AllTime = null,
    decimal? HourlySum = null,
    decimal? DailySum = null,
    decimal? MonthlySum = null,
    decimal? AllTimeSum = null,
    string? CountOn = null,
    bool? StrictCounts = null,
    bool? StrictSums = null,
    string? TimeZone = null
);

/// <summary>Some of the caps: what is absent stays, what is null or −1 is unlimited.</summary>
public sealed record SomeCapsRequest(
    Optional<int?> Hourly = default,
    Optional<int?> Daily = default,
    Optional<int?> Monthly = default,
    Optional<int?> AllTime = default
);

/// <summary>What caps must be. An error stands at its field: <c>caps.daily</c>.</summary>
internal static class CapsCheck
{
    private const int MostCalls = 1_000_000_000;
    private const int MostAtOnce = 100_000;

    public static CallCaps Read(Validation validation, CapsRequest? request, CapOwnerKind kind)
    {
        if (request is null)
            return CallCaps.None;
        var caps = new CallCaps
        {
            Hourly = Calls(validation, "caps.hourly", request.Hourly),
            Daily = Calls(validation, "caps.daily", request.Daily),
            Monthly = Calls(validation, "caps.monthly", request.Monthly),
            AllTime = Calls(validation, "caps.allTime", request.AllTime),
            HourlySum = Sum(validation, "caps.hourlySum", request.HourlySum),
            DailySum = Sum(validation, "caps.dailySum", request.DailySum),
            MonthlySum = Sum(validation, "caps.monthlySum", request.MonthlySum),
            AllTimeSum = Sum(validation, "caps.allTimeSum", request.AllTimeSum),
            StrictCounts = request.StrictCounts ?? false,
            StrictSums = request.StrictSums ?? true,
            TimeZone = string.IsNullOrWhiteSpace(request.TimeZone) ? null : request.TimeZone.Trim(),
            CountOn =
                kind == CapOwnerKind.Publisher ? null : validation.Choice("caps.countOn", request.CountOn, (CapCountOn?)CapCountOn.Convert),
        };
        if (kind == CapOwnerKind.Publisher && !string.IsNullOrWhiteSpace(request.CountOn))
            validation.Add("caps.countOn", "The caps of a publisher count paid calls.");
        if (caps.TimeZone is { } zone && !TimeZones.TryFind(zone, out _))
            validation.Add("caps.timeZone", $"“{zone}” is no known time zone.");
        return caps;
    }

    /// <summary>The caps as they are with some of them set.</summary>
    public static CallCaps Over(Validation validation, SomeCapsRequest? some, CallCaps before, CapOwnerKind kind)
    {
        if (some is null)
            return before;
        int? Cap(string field, Optional<int?> asked, int? standing) =>
            asked.IsGiven ? Calls(validation, "someCaps." + field, asked.Value) : standing;
        return before with
        {
            Hourly = Cap("hourly", some.Hourly, before.Hourly),
            Daily = Cap("daily", some.Daily, before.Daily),
            Monthly = Cap("monthly", some.Monthly, before.Monthly),
            AllTime = Cap("allTime", some.AllTime, before.AllTime),
            CountOn = kind == CapOwnerKind.Publisher ? null : before.CountOn ?? CapCountOn.Convert,
        };
    }

    /// <summary>Calls at the same time; null and −1 are unlimited.</summary>
    public static int? Concurrency(Validation validation, int? value) =>
        value is null or -1 ? null : validation.Whole("concurrencyCap", value, 1, MostAtOnce, 0);

    /// <summary>A group's legs are its members' legs, and count there.</summary>
    public static void OfGroup(Validation validation, Destination destination, CallCaps caps)
    {
        if (destination.Type == DestinationType.Group && !caps.IsNone)
            validation.Add("caps", "A group has a concurrency cap only: its calls count in the caps of its members.");
    }

    private static int? Calls(Validation validation, string field, int? value) =>
        value is null or -1 ? null : validation.Whole(field, value, 0, MostCalls, 0);

    private static long? Sum(Validation validation, string field, decimal? value) =>
        value is null or -1 ? null : validation.Amount(field, value);
}

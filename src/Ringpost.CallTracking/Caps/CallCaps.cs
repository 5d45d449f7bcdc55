using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Caps;

/// <summary>When a call counts toward the caps of its target and its buyer (ringba.md 8.2, <c>targetCallIncrement</c>).</summary>
public enum CapCountOn
{
    Connect,
    Convert,

    /// <summary>When it converts for more than nothing.</summary>
    Revenue,
}

/// <summary>How long a cap counts before it begins anew, by the clock of its zone.</summary>
public enum CapPeriod
{
    Hourly,
    Daily,
    Monthly,
    AllTime,
}

/// <summary>What a cap counts.</summary>
public enum CapMeasure
{
    Calls,

    /// <summary>Revenue of a target or buyer, payout of a publisher; in each currency for itself.</summary>
    Money,
}

/// <summary>
/// How many calls and how much money a target, a buyer or a publisher takes in a period (ringba.md 7, 8.2). Null is unlimited. A publisher's caps
/// count paid calls and payout.
/// </summary>
public sealed record CallCaps
{
    public static readonly CallCaps None = new();

    public int? Hourly { get; init; }

    public int? Daily { get; init; }

    public int? Monthly { get; init; }

    public int? AllTime { get; init; }

    [JsonConverter(typeof(MillionthsJson))]
    public long? HourlySum { get; init; }

    [JsonConverter(typeof(MillionthsJson))]
    public long? DailySum { get; init; }

    [JsonConverter(typeof(MillionthsJson))]
    public long? MonthlySum { get; init; }

    [JsonConverter(typeof(MillionthsJson))]
    public long? AllTimeSum { get; init; }

    /// <summary>Null on a publisher.</summary>
    public CapCountOn? CountOn { get; init; }

    /// <summary>Live calls that may still count hold a place in the caps on calls; else these may be passed by as many as are live. Default off.</summary>
    public bool StrictCounts { get; init; }

    /// <summary>The same for the caps on money, where a live call holds the most that it may come to. Default on.</summary>
    public bool StrictSums { get; init; } = true;

    /// <summary>Whose hours, days and months they are; null follows the instance.</summary>
    public string? TimeZone { get; init; }

    [JsonIgnore]
    internal bool IsNone =>
        Hourly is null
        && Daily is null
        && Monthly is null
        && AllTime is null
        && HourlySum is null
        && DailySum is null
        && MonthlySum is null
        && AllTimeSum is null;

    /// <summary>The caps that are set.</summary>
    internal IEnumerable<CapLine> Lines()
    {
        foreach (var period in Enum.GetValues<CapPeriod>())
        {
            if (Limit(period, CapMeasure.Calls) is { } calls)
                yield return new CapLine(period, CapMeasure.Calls, calls, StrictCounts);
            if (Limit(period, CapMeasure.Money) is { } money)
                yield return new CapLine(period, CapMeasure.Money, money, StrictSums);
        }
    }

    internal long? Limit(CapPeriod period, CapMeasure measure) =>
        (period, measure) switch
        {
            (CapPeriod.Hourly, CapMeasure.Calls) => Hourly,
            (CapPeriod.Daily, CapMeasure.Calls) => Daily,
            (CapPeriod.Monthly, CapMeasure.Calls) => Monthly,
            (CapPeriod.AllTime, CapMeasure.Calls) => AllTime,
            (CapPeriod.Hourly, CapMeasure.Money) => HourlySum,
            (CapPeriod.Daily, CapMeasure.Money) => DailySum,
            (CapPeriod.Monthly, CapMeasure.Money) => MonthlySum,
            (CapPeriod.AllTime, CapMeasure.Money) => AllTimeSum,
            _ => throw new ArgumentOutOfRangeException(nameof(period)),
        };

    internal TimeZoneInfo Zone(TimeZoneInfo ofInstance) => TimeZones.TryFind(TimeZone, out var own) ? own : ofInstance;

    internal static CallCaps FromJson(string json) =>
        json == "{}" ? None : JsonSerializer.Deserialize<CallCaps>(json, RingpostJson.Options) ?? None;

    internal string ToJson() => this == None ? "{}" : JsonSerializer.Serialize(this, RingpostJson.Options);
}

/// <summary>One cap: at most <paramref name="Limit"/> calls or millionths in each period. 0 lets nothing in.</summary>
internal readonly record struct CapLine(CapPeriod Period, CapMeasure Measure, long Limit, bool Strict)
{
    /// <summary>Its field in the API: <c>daily</c>, <c>dailySum</c>.</summary>
    public string Field => NameOf(Period, Measure);

    public static string NameOf(CapPeriod period, CapMeasure measure) =>
        JsonNamingPolicy.CamelCase.ConvertName(period.ToString()) + (measure == CapMeasure.Money ? "Sum" : "");

    public TimeRange RangeAt(Instant at, TimeZoneInfo zone) =>
        Period switch
        {
            CapPeriod.Hourly => TimeRange.HourOf(at, zone),
            CapPeriod.Daily => TimeRange.DayOf(at, zone),
            CapPeriod.Monthly => TimeRange.MonthOf(at, zone),
            CapPeriod.AllTime => TimeRange.All,
            _ => throw new InvalidOperationException($"{Period} has no length."),
        };

    /// <summary>Whether one more call, which may come to <paramref name="most"/>, is let in. A strict cap is never passed by it.</summary>
    public bool LetsIn(long used, long held, long most)
    {
        if (!Strict)
            return used < Limit;
        var more = Measure == CapMeasure.Calls ? 1 : most;
        return used + held < Limit && used + held + more <= Limit;
    }
}

using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Caps;

/// <summary>How the caps of a target, buyer or publisher stand now.</summary>
/// <param name="TimeZone">Whose hours, days and months are counted.</param>
/// <param name="Concurrency">Null where calls at the same time are not limited.</param>
public sealed record CallCapsAnswer(string TimeZone, IReadOnlyList<CallCapAnswer> Caps, ConcurrencyAnswer? Concurrency);

/// <summary>One cap in its present period.</summary>
/// <param name="Cap">Its field among the caps: <c>hourly</c>, <c>dailySum</c>.</param>
/// <param name="Currency">Of a cap on money, which holds in each currency for itself; null for calls.</param>
/// <param name="Limit">Calls, or an amount.</param>
/// <param name="Used">What is counted in the period.</param>
/// <param name="Held">What live calls hold of a strict cap beside.</param>
/// <param name="Over">By how much it was passed: calls that were live when it filled, or a limit that was lowered.</param>
/// <param name="Strict">Whether live calls hold a place.</param>
/// <param name="Full">Whether nothing more is let in.</param>
/// <param name="NextReset">Null where it never begins anew.</param>
public sealed record CallCapAnswer(
    string Cap,
    string? Currency,
    decimal Limit,
    decimal Used,
    decimal Held,
    decimal Over,
    bool Strict,
    bool Full,
    Instant PeriodStart,
    Instant? NextReset
)
{
    [JsonIgnore]
    public bool IsMoney => Currency is not null;

    internal static CallCapAnswer Of(CapStand stand)
    {
        var unit = stand.Line.Measure == CapMeasure.Money ? 1_000_000m : 1m;
        return new CallCapAnswer(
            stand.Line.Field,
            stand.Line.Measure == CapMeasure.Money ? stand.Key.Currency : null,
            stand.Line.Limit / unit,
            stand.Used / unit,
            stand.Held / unit,
            Math.Max(0, stand.Used - stand.Line.Limit) / unit,
            stand.Line.Strict,
            !stand.LetsIn(most: 0),
            stand.Range.From,
            stand.Line.Period == CapPeriod.AllTime ? null : stand.Range.To
        );
    }
}

/// <summary>Calls at the same time.</summary>
/// <param name="Used">Slots in use: calls that are live, and leaked ones.</param>
/// <param name="Leaked">Slots of calls that are over; a reset gives them back.</param>
public sealed record ConcurrencyAnswer(int Limit, long Used, long Leaked);

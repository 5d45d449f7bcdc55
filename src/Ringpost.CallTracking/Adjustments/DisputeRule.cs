using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>A call as a dispute finds it.</summary>
/// <param name="Costs">What it costs the buyer now, in millionths.</param>
/// <param name="DecidedBefore">A dispute of this buyer over the call was decided.</param>
internal sealed record DisputedCall(Instant ArrivedAt, long Costs, Currency Currency, bool DecidedBefore);

/// <summary>Whether a call may be disputed, and what that asks for. Without I/O.</summary>
internal static class DisputeRule
{
    /// <param name="wanted">What the buyer would pay instead, in millionths.</param>
    /// <param name="days">0 is not at all.</param>
    /// <param name="mayAlways">An administrator's chargeback: neither time nor an earlier decision stands in its way.</param>
    /// <returns>The difference that is asked for; it is negative.</returns>
    public static Result<long> Decide(DisputedCall call, long wanted, int days, Instant now, bool mayAlways)
    {
        if (!mayAlways && days == 0)
            return new Clash("disputes-off", "Calls of this buyer can't be disputed.");
        var until = call.ArrivedAt + TimeSpan.FromDays(days);
        if (!mayAlways && now >= until)
            return new Clash(
                "dispute-window-over",
                days == 1
                    ? Phrase.Of(
                        $"A call can be disputed for {days} day; this one could until {Moment(until)} UTC. An administrator can enter it as a chargeback."
                    )
                    : Phrase.Of(
                        $"A call can be disputed for {days} days; this one could until {Moment(until)} UTC. An administrator can enter it as a chargeback."
                    )
            );
        if (!mayAlways && call.DecidedBefore)
            return new Clash("dispute-decided", "A dispute over this call was decided before. Its note says why.");
        if (call.Costs == 0)
            return new Clash("nothing-to-dispute", "The call costs this buyer nothing.");
        if (wanted >= call.Costs)
            return new Invalid("revenue", $"A dispute asks for less than the {new Money(call.Costs, call.Currency)} that the call costs.");
        return wanted - call.Costs;
    }

    private static string Moment(Instant at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

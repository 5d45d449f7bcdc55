using System.Text.Json.Serialization;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Dashboard;

/// <summary>The call side's day so far, against the day before (ringba.md 10.1).</summary>
/// <param name="Zone">Whose day it is.</param>
/// <param name="At">When it was counted.</param>
/// <param name="Currency">Of all amounts: the instance's. What was earned in others is not in them.</param>
/// <param name="HasOtherCurrencies">Today something was earned in another currency.</param>
/// <param name="Live">Calls in progress, whenever they began.</param>
/// <param name="Today">Since midnight.</param>
/// <param name="YesterdayByNow">From yesterday's midnight to the same time of the clock.</param>
/// <param name="Hours">24, from midnight; the hour that a clock going back repeats is one.</param>
/// <param name="TopCampaigns">Today's with the most calls, at most 5.</param>
/// <param name="TopPublishers">Likewise; calls without a publisher are left out.</param>
public sealed record CallDashboard(
    string Zone,
    Instant At,
    Currency Currency,
    bool HasOtherCurrencies,
    long Live,
    DashboardFigures Today,
    DashboardFigures YesterdayByNow,
    IReadOnlyList<DashboardHour> Hours,
    IReadOnlyList<DashboardTop> TopCampaigns,
    IReadOnlyList<DashboardTop> TopPublishers
);

/// <summary>Calls counted as the call report counts them.</summary>
public sealed record DashboardFigures(
    long Incoming,
    long Connected,
    long Converted,
    long Paid,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    [property: JsonConverter(typeof(MillionthsJson))] long Payout
)
{
    internal static readonly DashboardFigures None = new(0, 0, 0, 0, 0, 0);

    /// <summary>0 for whoever may not see revenue, and for a publisher's or buyer's person, as everything that is not theirs to see.</summary>
    [JsonConverter(typeof(MillionthsJson))]
    public long Profit => HasNoProfit ? 0 : Revenue - Payout;

    internal bool HasNoProfit { get; init; }

    /// <summary>All calls, and the amounts in one currency.</summary>
    internal static DashboardFigures Of(IEnumerable<CountedGroup> groups, Currency currency, Actor actor)
    {
        var (all, earned) = (CallCounts.None, CallCounts.None);
        foreach (var group in groups)
        {
            all += group.Counts;
            if (group.Currency == currency.Code)
                earned += group.Counts;
        }

        return new DashboardFigures(all.Incoming, all.Connected, all.Converted, all.Paid, earned.Revenue, earned.Payout)
        {
            HasNoProfit = !actor.May(Permission.SeeRevenue),
        };
    }
}

/// <summary>An hour of the clock, of today and of yesterday.</summary>
public sealed record DashboardHour(int Hour, DashboardFigures Today, DashboardFigures Yesterday);

/// <summary>A campaign or publisher with its figures of today.</summary>
public sealed record DashboardTop(string Id, string Name, DashboardFigures Figures);

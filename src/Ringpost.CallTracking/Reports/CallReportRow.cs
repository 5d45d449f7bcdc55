using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// A line of the call report: Ringba's columns (ringba.md 10.2) and <c>incomingWithoutBlocked</c>. Lengths are seconds, margin and conversion
/// percent.
/// </summary>
/// <param name="Key">The group's id, number, day or hour; null for calls without one, and for a total.</param>
/// <param name="Currency">Of the amounts; null where several currencies meet, which have no sum.</param>
public sealed record CallReportRow(string? Key, string Name, string? Currency, [property: JsonIgnore] CallCounts Counts)
{
    /// <summary>
    /// A publisher's people and who may not see revenue see nothing of it, a buyer's nothing of payout: such a column is null.
    /// </summary>
    [JsonIgnore]
    public Actor SeenBy { get; init; } = Actor.System;

    private bool SeesRevenue => SeenBy.Role == Role.Buyer || SeenBy.May(Permission.SeeRevenue);

    private bool SeesPayout => SeenBy.Role != Role.Buyer;

    private bool SeesProfit => SeenBy.May(Permission.SeeRevenue);

    public long Incoming => Counts.Incoming;

    public long IncomingWithoutBlocked => CallFormulas.IncomingWithoutBlocked(Counts);

    public long Live => Counts.Live;

    public long Completed => CallFormulas.Completed(Counts);

    public long Ended => CallFormulas.Ended(Counts);

    public long Connected => Counts.Connected;

    public long? Paid => SeesPayout ? Counts.Paid : null;

    public long? Converted => SeenBy.Role != Role.Publisher ? Counts.Converted : null;

    public long NoConnect => CallFormulas.NoConnect(Counts);

    public long Duplicate => Counts.Duplicate;

    public long Blocked => Counts.Blocked;

    public long IvrHangup => Counts.IvrHangup;

    public double? Rpc => Currency is null || !SeesRevenue ? null : CallFormulas.RevenuePerCall(Counts);

    public decimal? Revenue => Currency is null || !SeesRevenue ? null : Counts.Revenue / 1_000_000m;

    public decimal? Payout => Currency is null || !SeesPayout ? null : Counts.Payout / 1_000_000m;

    /// <summary>Of the revenue what may still change: of calls within the hold or disputed. The rest is final.</summary>
    public decimal? PendingRevenue => Currency is null || !SeesRevenue ? null : Counts.PendingRevenue / 1_000_000m;

    /// <summary>Of the payout what may still change.</summary>
    public decimal? PendingPayout => Currency is null || !SeesPayout ? null : Counts.PendingPayout / 1_000_000m;

    public decimal? Profit => Currency is null || !SeesProfit ? null : CallFormulas.Profit(Counts) / 1_000_000m;

    public decimal? Margin => Currency is null || !SeesProfit ? null : CallFormulas.MarginPercent(Counts);

    public decimal? ConversionPercent => SeenBy.Role != Role.Publisher ? CallFormulas.ConversionPercent(Counts) : null;

    public long Tcl => Counts.Seconds;

    public long Acl => CallFormulas.AverageSeconds(Counts);

    /// <summary>What the carrier charged for the calls; null where it charges some in another currency.</summary>
    public decimal? TotalCost => Currency is null || Counts.CostElsewhere > 0 || SeenBy.IsPartner ? null : Counts.Cost / 1_000_000m;
}

/// <summary>The report with its total, which counts the same calls once more.</summary>
/// <param name="Zone">The zone whose days and hours are meant.</param>
public sealed record CallReportTable(CallReportGrouping GroupBy, string Zone, IReadOnlyList<CallReportRow> Rows, CallReportRow Total)
{
    /// <summary>The tag that is grouped by, as <c>User:zip</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tag { get; init; }

    /// <summary>The column that is grouped by, as <c>publisherSubId</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>The first moment that is counted.</summary>
    public Instant From { get; init; }

    /// <summary>The end, which is not counted any more.</summary>
    public Instant To { get; init; }

    /// <summary>What a line counts, and the total with it: legs by target, buyer and target group, else calls.</summary>
    public ReportCounts Counts { get; init; }

    /// <summary>The calls behind the total: those whose legs are counted, each once.</summary>
    public long Calls { get; init; }
}

/// <summary>What “one” is in a report.</summary>
public enum ReportCounts
{
    Calls,

    /// <summary>A call that was dialed to two targets counts at each, with what that leg earned.</summary>
    Legs,
}

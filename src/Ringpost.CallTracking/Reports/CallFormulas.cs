namespace Ringpost.CallTracking.Reports;

/// <summary>Ringba's formulas, checked on its own exports (ringba.md 10.2). Without a divisor each is 0.</summary>
public static class CallFormulas
{
    public static long Completed(CallCounts c) => c.Incoming - c.Live - c.Blocked - c.IvrHangup;

    /// <summary>Completed and blocked; hang-ups before a dial are not counted.</summary>
    public static long Ended(CallCounts c) => Completed(c) + c.Blocked;

    public static long NoConnect(CallCounts c) => c.Incoming - c.Connected;

    /// <summary>What the Incoming pixel counts: blocked calls fire none (ringba.md 3).</summary>
    public static long IncomingWithoutBlocked(CallCounts c) => c.Incoming - c.Blocked;

    public static long Profit(CallCounts c) => c.Revenue - c.Payout;

    /// <summary>Revenue per ended call, unrounded, as Ringba prints it.</summary>
    public static double RevenuePerCall(CallCounts c) => Ended(c) == 0 ? 0 : c.Revenue / 1e6 / Ended(c);

    /// <summary>Profit in percent of revenue, to 2 decimals.</summary>
    public static decimal MarginPercent(CallCounts c) => c.Revenue == 0 ? 0 : Percent((decimal)Profit(c) / c.Revenue);

    /// <summary>Converted calls in percent of incoming ones, to 2 decimals.</summary>
    public static decimal ConversionPercent(CallCounts c) => c.Incoming == 0 ? 0 : Percent((decimal)c.Converted / c.Incoming);

    /// <summary>The average length of calls that are neither live nor blocked, in whole seconds.</summary>
    public static long AverageSeconds(CallCounts c) => c.Incoming - c.Live - c.Blocked is > 0 and var ended ? c.Seconds / ended : 0;

    private static decimal Percent(decimal share) => Math.Round(share * 100, 2, MidpointRounding.AwayFromZero);
}

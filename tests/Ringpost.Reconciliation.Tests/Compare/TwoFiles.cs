using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Compare;

namespace Ringpost.Reconciliation.Tests.Compare;

/// <summary>Two small files and what comparing them says.</summary>
internal static class TwoFiles
{
    public const string CallTitles = "Call Date,Inbound Call ID,Caller ID,Number,Campaign,Publisher,Payout,Revenue";
    public const string ConversionTitles = "Conversion ID,Conversion Date,Transaction ID,Offer ID,Affiliate ID,Paid,Received";

    /// <summary>Three calls of 2 March 2026 and their conversions, a few minutes later; both files in one zone.</summary>
    public const string Calls = $"""
        {CallTitles}
        03/02/2026 10:00:00 AM,RGB1,+12025550181,+18445551000,Auto,House,30.00,45.00
        03/02/2026 11:00:00 AM,RGB2,+12025550182,+18445551000,Auto,House,30.00,45.00
        03/13/2026 11:30:00 PM,RGB3,+12025550183,+18445551000,Auto,House,30.00,45.00
        """;

    public const string Conversions = $"""
        {ConversionTitles}
        1,2026-03-02 10:04:00,RGB1,12,34,30.0000,45.0000
        2,2026-03-02 11:04:00,RGB2,12,34,30.0000,45.0000
        3,2026-03-13 23:34:00,RGB3,12,34,30.0000,45.0000
        """;

    public static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static CompareSource File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public static CompareSource File(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes));

    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public static Task<Result<CompareReport>> TryAsync(CompareRequest request) => CompareFiles.RunAsync(request, (_, _) => { });

    public static async Task<CompareReport> ReportAsync(
        string calls,
        string conversions,
        Func<CompareRequest, CompareRequest>? with = null
    ) => await ReportAsync(File("calls.csv", calls), File("conversions.csv", conversions), with);

    public static async Task<CompareReport> ReportAsync(
        CompareSource calls,
        CompareSource conversions,
        Func<CompareRequest, CompareRequest>? with = null
    )
    {
        var request = new CompareRequest(calls, conversions);
        return (await TryAsync(with is null ? request : with(request))).Value;
    }

    /// <summary>The problems of files that can't be compared, one to a line.</summary>
    public static async Task<string> ProblemAsync(string calls, string conversions, Func<CompareRequest, CompareRequest>? with = null)
    {
        var request = new CompareRequest(File("calls.csv", calls), File("conversions.csv", conversions));
        var result = await TryAsync(with is null ? request : with(request));
        return result.Refusal?.Message ?? "";
    }

    /// <summary>A year of hourly calls and what became of them, each by the clock of its zone.</summary>
    public static (string Calls, string Conversions) Hourly(TimeZoneInfo calls, TimeZoneInfo conversions, int count, int stepHours = 1)
    {
        var (one, other) = (new StringBuilder(CallTitles), new StringBuilder(ConversionTitles));
        var at = new DateTimeOffset(2026, 1, 1, 0, 7, 0, TimeSpan.Zero);
        for (var i = 0; i < count; i++, at = at.AddHours(stepHours))
        {
            one.Append(CultureInfo.InvariantCulture, $"\n{Clock(at, calls)},RGB{i},+1{2_025_550_000 + i},+18445551000,Auto,House,30,45");
            other.Append(CultureInfo.InvariantCulture, $"\n{i},{Clock(at.AddMinutes(4), conversions)},RGB{i},12,34,30,45");
        }

        return (one.ToString(), other.ToString());
    }

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

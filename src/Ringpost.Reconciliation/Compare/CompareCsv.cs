using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>All differences as a file (RFC 4180; what a spreadsheet would run is neutralised, cake.md 9.4).</summary>
public static class CompareCsv
{
    private static readonly string[] Titles =
    [
        "Verdict",
        "Cause",
        "Why",
        "Joined By",
        "Inbound Call ID",
        "Conversion ID",
        "Call Date",
        "Conversion Date",
        "Caller ID",
        "Number",
        "Campaign",
        "Publisher",
        "Offer",
        "Affiliate",
        "Call Currency",
        "Conversion Currency",
        "Payout",
        "Paid",
        "Paid Difference",
        "Revenue",
        "Received",
        "Received Difference",
        "Call Line",
        "Conversion Line",
    ];

    public static void Write(CompareReport report, TextWriter to, CompareOutput output)
    {
        using var csv = new CsvWriter(
            to,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                InjectionOptions = InjectionOptions.Escape,
                InjectionCharacters = ['=', '@', '\t', '\r'],
                NewLine = "\r\n",
            },
            leaveOpen: true
        );
        foreach (var title in Titles)
            csv.WriteField(title);
        csv.NextRecord();
        foreach (var row in report.Rows)
        {
            foreach (var cell in Cells(row, output))
                csv.WriteField(Sign(cell));
            csv.NextRecord();
        }
    }

    private static IEnumerable<string> Cells(CompareRow row, CompareOutput output) =>
        [
            row.Verdict.Code(),
            row.Cause is { } cause ? cause.ToString().ToLowerInvariant() : "",
            row.Sentence,
            CompareOutput.Word(row.JoinedBy),
            row.CallId,
            row.ConversionId,
            CompareOutput.Time(row.CallAt),
            CompareOutput.Time(row.ConversionAt),
            output.Caller(row),
            row.Number,
            row.Campaign,
            row.Publisher,
            row.Offer,
            row.Affiliate,
            row.CallCurrency?.Code ?? "",
            row.ConversionCurrency?.Code ?? "",
            CompareOutput.Amount(row.Payout),
            CompareOutput.Amount(row.Paid),
            CompareOutput.Amount(row.PaidDifference),
            CompareOutput.Amount(row.Revenue),
            CompareOutput.Amount(row.Received),
            CompareOutput.Amount(row.ReceivedDifference),
            row.CallLine > 0 ? row.CallLine.ToString(CultureInfo.InvariantCulture) : "",
            row.ConversionLine > 0 ? row.ConversionLine.ToString(CultureInfo.InvariantCulture) : "",
        ];

    /// <summary>A number with a sign stays one; any other text behind a sign would be run.</summary>
    private static string Sign(string text) =>
        text is ['+' or '-', ..]
        && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + text
            : text;
}

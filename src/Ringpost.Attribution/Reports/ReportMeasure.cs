namespace Ringpost.Attribution.Reports;

/// <summary>What an entry counts: a record in one of its dispositions, or a click. The letter stands in stored entries.</summary>
internal enum ReportMeasure
{
    Approved = 'a',
    Pending = 'p',
    Rejected = 'r',
    Returned = 'x',
    UniqueClick = 'u',
    DuplicateClick = 'd',
}

internal static class ReportMeasures
{
    /// <summary>As <see cref="ReportRowsSql"/> names it.</summary>
    public static ReportMeasure OfRow(string what) =>
        what switch
        {
            "unique" => ReportMeasure.UniqueClick,
            "duplicate" => ReportMeasure.DuplicateClick,
            _ => OfDisposition(what),
        };

    public static ReportMeasure OfDisposition(string disposition) =>
        disposition switch
        {
            "approved" => ReportMeasure.Approved,
            "pending" => ReportMeasure.Pending,
            "rejected" => ReportMeasure.Rejected,
            "returned" => ReportMeasure.Returned,
            _ => throw new ArgumentOutOfRangeException(nameof(disposition), disposition, "Not a disposition."),
        };
}
